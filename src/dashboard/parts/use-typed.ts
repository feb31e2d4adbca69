import { useEffect, useRef, useState } from 'preact/hooks';

/** How long typing pauses before what was typed counts. */
const TYPING_MS = 250;

interface Options {
  /** The text as the address has it. A change of it that comes from elsewhere is shown. */
  inAddress: string;
  /** How the address would have what is typed. */
  written: (text: string) => string;
  /** Puts what is typed into the address. */
  put: (text: string) => void;
}

/**
 * The text of a box that the address follows once typing pauses, and that follows the address.
 *
 * @returns the text, and `apply`, which does not wait for the pause
 */
export function useTyped({ inAddress, written, put }: Options): {
  text: string;
  setText: (text: string) => void;
  apply: () => void;
} {
  const [text, setText] = useState(inAddress);
  // The last value that this box has taken from the address or put into it. Any other one comes from elsewhere.
  const known = useRef(inAddress);
  useEffect(() => {
    if (inAddress === known.current) return;
    known.current = inAddress;
    setText(inAddress);
  }, [inAddress]);
  const apply = () => {
    const next = written(text);
    if (next === known.current) return;
    known.current = next;
    put(text);
  };
  useEffect(() => {
    const timer = setTimeout(apply, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return { text, setText, apply };
}

import { useEffect, useRef, useState } from 'preact/hooks';
import { query, setQuery } from '../frame/router.ts';

const TYPING_MS = 250;

/** A box whose text is a filter in the address, once typing pauses. */
export function TextFilter(props: {
  name: string;
  label: string;
  placeholder: string;
  /** The shortest text that is a filter, in characters. */
  shortest?: number;
}) {
  const { name, label, placeholder, shortest = 1 } = props;
  const inAddress = query.value.get(name) ?? '';
  const [text, setText] = useState(inAddress);
  // The last value that this box has taken from the address or put into it. Any other one comes from elsewhere.
  const known = useRef(inAddress);
  useEffect(() => {
    if (inAddress === known.current) return;
    known.current = inAddress;
    setText(inAddress);
  }, [inAddress]);
  const isTooShort = text !== '' && Array.from(text).length < shortest;
  useEffect(() => {
    const value = isTooShort ? '' : text;
    if (value === known.current) return undefined;
    const timer = setTimeout(() => {
      known.current = value;
      setQuery({ [name]: value });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <label class="search">
      <span class="visually-hidden">{label}</span>
      <input
        type="search"
        value={text}
        placeholder={placeholder}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      {isTooShort && <span class="hint">Type {shortest} characters or more.</span>}
    </label>
  );
}

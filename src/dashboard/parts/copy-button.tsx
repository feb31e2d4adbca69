import { useEffect, useState } from 'preact/hooks';

const SAID_MS = 2_000;

/** Copies a text. Says so on itself, or that the browser does not allow it. */
export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return undefined;
    const timer = setTimeout(() => setSaid(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch (error) {
      console.warn(`Not copied: ${String(error)}`);
      setSaid('Select it by hand');
    }
  };
  return (
    <button type="button" class="button small" onClick={() => void copy()}>
      {said ?? label}
    </button>
  );
}

/** A command, with a button that copies it. */
export function Command({ text }: { text: string }) {
  return (
    <p class="command">
      <code>{text}</code>
      <CopyButton text={text} />
    </p>
  );
}

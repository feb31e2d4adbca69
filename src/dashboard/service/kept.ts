/** Texts that are being written. They outlive a reload of the page and the end of a session, but not signing out. */
import { effect, signal, type Signal } from '@preact/signals';
import { useState } from 'preact/hooks';

/** What the names of all drafts in the storage begin with. Signing out forgets these. */
export const KEPT_PREFIX = 'galley.draft.';

/** @returns undefined when there is none, or the browser keeps nothing */
function read(name: string): string | undefined {
  try {
    return sessionStorage.getItem(KEPT_PREFIX + name) ?? undefined;
  } catch (error) {
    console.warn(`Drafts are not kept: ${String(error)}`);
    return undefined;
  }
}

/** An empty text is not kept. */
function write(name: string, text: string): void {
  try {
    if (text === '') sessionStorage.removeItem(KEPT_PREFIX + name);
    else sessionStorage.setItem(KEPT_PREFIX + name, text);
  } catch (error) {
    console.warn(`The draft is not kept: ${String(error)}`);
  }
}

/** Forgets all drafts. */
export function clearKept(): void {
  try {
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith(KEPT_PREFIX)) sessionStorage.removeItem(key);
  } catch (error) {
    console.warn(`Drafts were not kept: ${String(error)}`);
  }
}

/** A text that is kept under a name, as state of a component. */
export function useKept(name: string): [text: string, set: (text: string) => void] {
  const [own, setOwn] = useState<{ name: string; text: string } | null>(null);
  const text = own?.name === name ? own.text : (read(name) ?? '');
  return [
    text,
    (next) => {
      write(name, next);
      setOwn({ name, text: next });
    },
  ];
}

/**
 * A signal whose value is kept under a name.
 *
 * @param isValue - whether what was kept is still a value
 */
export function keptSignal<T extends string | object>(
  name: string,
  initial: T,
  isValue: (kept: unknown) => kept is T,
): Signal<T> {
  const kept = read(name);
  const value: unknown = kept === undefined ? undefined : parse(kept);
  const held = signal(isValue(value) ? value : initial);
  effect(() => write(name, held.value === initial ? '' : JSON.stringify(held.value)));
  return held;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    console.warn(`A draft was lost: ${String(error)}`);
    return undefined;
  }
}

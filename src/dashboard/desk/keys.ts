/** The keys of the desk. One table serves the listener, the tooltips and the help. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { paletteActions } from './palette-actions.ts';

export const KEYS = {
  next: { key: 'j', does: 'Next finding' },
  previous: { key: 'k', does: 'Previous finding' },
  nextPlace: { key: ']', does: 'Next place of this finding' },
  previousPlace: { key: '[', does: 'Previous place of this finding' },
  nextDocument: { key: 'J', does: 'Next document' },
  previousDocument: { key: 'K', does: 'Previous document' },
  approve: { key: 'a', does: 'Approve' },
  reject: { key: 'r', does: 'Reject' },
  edit: { key: 'e', does: 'Edit the replacement' },
  note: { key: 'n', does: 'Write a note' },
  ignore: { key: 'i', does: 'Ignore from now on' },
  undo: { key: 'u', does: 'Undo' },
  tick: { key: 'x', does: 'Tick, to decide on several' },
  alike: { key: '.', does: 'The same decision for all alike' },
  search: { key: '/', does: 'Filter the queue' },
  help: { key: '?', does: 'Keys' },
} as const;

export type KeyName = keyof typeof KEYS;
export type KeyActions = Readonly<Record<KeyName, () => unknown>>;

function nameOf(pressed: string): KeyName | undefined {
  for (const name in KEYS) if (isName(name) && KEYS[name].key === pressed) return name;
  return undefined;
}

function isName(name: string): name is KeyName {
  return Object.hasOwn(KEYS, name);
}

/** `Approve (a)` */
export function tip(name: KeyName): string {
  return `${KEYS[name].does} (${KEYS[name].key})`;
}

/** Calls the action of a key, unless somebody types, or a dialog is open. */
export function useKeys(actions: KeyActions): void {
  const latest = useRef(actions);
  latest.current = actions;
  // Before the page is painted: whoever sees what a key is for can press it.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
        return;
      if (document.querySelector('dialog[open]') || isField(event.target)) return;
      const name = nameOf(event.key);
      if (!name) return;
      event.preventDefault();
      latest.current[name]();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

/** Whether keys that go to an element are text for it. */
export function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type);
  return (
    target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable
  );
}

/** Offers the actions in the palette while the desk is open. */
export function usePaletteActions(actions: KeyActions): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    paletteActions.value = Object.entries(KEYS).flatMap(([name, { key, does }]) =>
      isName(name) ? [{ label: does, hint: key, run: () => void latest.current[name]() }] : [],
    );
    return () => {
      paletteActions.value = [];
    };
  }, []);
}

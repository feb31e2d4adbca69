/** Where the focus goes when somebody starts or stops to write. */
import { useEffect } from 'preact/hooks';
import { isField } from './keys.ts';

/** Moves the focus to a field, to its end. @returns whether the field is there */
export function focusField(id: string): boolean {
  const field = document.getElementById(id);
  if (!(field instanceof HTMLTextAreaElement) && !(field instanceof HTMLInputElement)) return false;
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
  return true;
}

/** Moves the focus to the text, from where all keys work. */
export function focusText(): void {
  document.querySelector<HTMLElement>('.desk-scroller')?.focus({ preventScroll: true });
}

/** Escape leaves a field of the desk, and keeps what was typed. */
export function useFieldEscape(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || !isField(event.target)) return;
      if (document.querySelector('dialog[open]')) return;
      event.preventDefault();
      focusText();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

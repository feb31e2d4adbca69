/** Ctrl+K, or Cmd+K: the palette. It is loaded when it is asked for; the desk has it from the start. */
import { toast } from '../frame/toasts.ts';
import { palette } from './palette-actions.ts';
import { session } from '../service/session.ts';

async function load(): Promise<void> {
  try {
    await import('./palette.tsx');
    palette.open?.();
  } catch (error) {
    console.warn(`The palette could not be loaded: ${String(error)}`);
    toast({ text: 'The palette could not be loaded. Reload the page.', tone: 'error' });
  }
}

export function startPalette(): void {
  document.addEventListener('keydown', (event) => {
    if (
      event.key.toLowerCase() !== 'k' ||
      !(event.ctrlKey || event.metaKey) ||
      event.shiftKey ||
      event.altKey
    )
      return;
    if (!session.peek()) return;
    event.preventDefault();
    if (document.querySelector('dialog[open]')) return;
    if (palette.open) palette.open();
    else void load();
  });
}

/** Ctrl+K, or Cmd+K: the palette. It is loaded when it is asked for. */
import { toast } from '../frame/toasts.ts';
import { session } from '../service/session.ts';

async function open(): Promise<void> {
  try {
    const { openPalette } = await import('./palette.tsx');
    openPalette();
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
    if (!document.querySelector('dialog[open]')) void open();
  });
}

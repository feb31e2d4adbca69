/** What the page at hand can do, for the palette. */
import { signal } from '@preact/signals';

export interface PaletteAction {
  label: string;
  /** The key that does the same. */
  hint: string;
  run: () => void;
}

export const paletteActions = signal<readonly PaletteAction[]>([]);

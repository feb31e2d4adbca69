/** What the page at hand can do, for the palette, and the palette itself once it is loaded. */
import { signal } from '@preact/signals';

export interface PaletteAction {
  label: string;
  /** The key that does the same. */
  hint: string;
  run: () => void;
}

export const paletteActions = signal<readonly PaletteAction[]>([]);

/** Opens the palette; null until it is loaded. */
export const palette: { open: (() => void) | null } = { open: null };

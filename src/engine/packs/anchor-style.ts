import { DEFAULT_ANCHOR_STYLE, type AnchorStyle } from '../document/anchor-styles.ts';
import type { Pack } from './pack.ts';

/** How the site of a family names its anchors. The one place that decides it where the pack says nothing. */
export function anchorStyleOf({ anchors }: Pick<Pack, 'anchors'>): AnchorStyle {
  return anchors ?? DEFAULT_ANCHOR_STYLE;
}

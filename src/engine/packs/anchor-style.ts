import { DEFAULT_ANCHOR_STYLE, type AnchorStyle } from '../document/anchor-styles.ts';
import type { Flavor } from '../flavors/flavor.ts';
import type { Pack } from './pack.ts';

/** What the sites of some flavors name anchors by. The others follow GitHub. */
const STYLES: Partial<Record<Flavor, AnchorStyle>> = {
  docusaurus: 'docusaurus',
  hugo: 'hugo',
  kramdown: 'jekyll',
  mdx: 'mdx',
  mkdocs: 'mkdocs',
  vitepress: 'vitepress',
};

/** How the site of a document names its anchors: as the pack says, else as is usual with the flavor. */
export function anchorStyleOf({ anchors }: Pick<Pack, 'anchors'>, flavor: Flavor): AnchorStyle {
  return anchors ?? STYLES[flavor] ?? DEFAULT_ANCHOR_STYLE;
}

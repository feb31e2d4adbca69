import type { Pack } from '../../packs/pack.ts';
import { ApiIndex } from './api-index.ts';
import { NearNames } from './near-names.ts';
import { PluginIndex } from './plugin-index.ts';
import { SpellingIndex } from './spellings.ts';

/** Lookup tables compiled from a pack's terms, APIs and plugins. */
export interface Knowledge {
  spellings: SpellingIndex;
  nearNames: NearNames;
  apis: ApiIndex;
  plugins: PluginIndex;
}

const compiled = new WeakMap<Pack, Knowledge>();

/** Compiles a pack's lookup tables. Compiles each pack once and caches the result. */
export function knowledgeOf(pack: Pack): Knowledge {
  let known = compiled.get(pack);
  if (!known) {
    known = {
      spellings: new SpellingIndex(pack.terms, pack.plugins),
      nearNames: new NearNames(
        pack.terms,
        new Set(pack.apis.flatMap(({ namespace, aliases }) => [namespace, ...aliases])),
      ),
      apis: new ApiIndex(pack.apis),
      plugins: new PluginIndex(pack.plugins),
    };
    compiled.set(pack, known);
  }
  return known;
}

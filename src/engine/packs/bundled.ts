import { checkPack } from './parse-pack.ts';
import type { Pack } from './pack.ts';
import bundled from './bundled.json' with { type: 'json' };

/** By name. Some are no families of their own: families extend them. */
const sources: Readonly<Record<string, unknown>> = bundled;
const checked = new Map<string, Pack>();

/** A pack that comes with Galley; undefined for an unknown name. */
export function bundledPack(name: string): Pack | undefined {
  const known = checked.get(name);
  if (known) return known;
  if (!Object.hasOwn(sources, name)) return undefined;
  const pack = { ...checkPack(sources[name]), name };
  checked.set(name, pack);
  return pack;
}

/** Names of all packs that come with Galley. */
export const BUNDLED_PACKS: readonly string[] = Object.keys(sources);

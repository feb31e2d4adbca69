import { checkPack } from './parse-pack.ts';
import type { Pack } from './pack.ts';
import bundled from './bundled.json' with { type: 'json' };

/** By name; among them packs that are no family of their own, but what families extend. */
const sources: Readonly<Record<string, unknown>> = bundled;
const checked = new Map<string, Pack>();

/** A pack that comes with Galley; undefined when there is none of that name. */
export function bundledPack(name: string): Pack | undefined {
  const known = checked.get(name);
  if (known) return known;
  if (!Object.hasOwn(sources, name)) return undefined;
  const pack = { ...checkPack(sources[name]), name };
  checked.set(name, pack);
  return pack;
}

/** The names of all packs that come with Galley. */
export const BUNDLED_PACKS: readonly string[] = Object.keys(sources);

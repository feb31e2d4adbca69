import { BUNDLED_FAMILIES } from '../../shared/things.ts';
import { checkPack } from './parse-pack.ts';
import type { Pack } from './pack.ts';
import bundled from './bundled.json' with { type: 'json' };

const checked = new Map<string, Pack>();

/** A pack that comes with Galley; undefined when there is none of that name. */
export function bundledPack(name: string): Pack | undefined {
  const known = checked.get(name);
  if (known) return known;
  const family = BUNDLED_FAMILIES.find((one) => one === name);
  if (family === undefined) return undefined;
  const pack = { ...checkPack(bundled[family]), name };
  checked.set(name, pack);
  return pack;
}

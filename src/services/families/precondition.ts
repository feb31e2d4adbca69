/** Conditions of writes to families: `If-Match` and `If-None-Match` (RFC 9110, 13.1). */
import { stringify } from 'yaml';
import { hash } from '../hash.ts';
import { Refusal } from '../errors.ts';
import { familiesFrom, type Families } from './rulesets.ts';
import type { Precondition, TagList } from '../../store/families.ts';

/** The families without stored packs. */
const BUNDLED = familiesFrom([]);

/** The source of a family's pack: the stored YAML, or the bundled pack as YAML. Undefined when there is no such family. */
export function sourceOf(families: Families, name: string): string | undefined {
  const stored = families.stored.get(name);
  if (stored) return stored.source;
  const pack = families.names.includes(name) ? families.pack(name) : undefined;
  return pack && stringify(pack);
}

/**
 * The tag of the pack that comes with Galley: the hash of its source, marked so that it never equals that of a stored pack.
 *
 * @returns null when no such pack comes with Galley
 */
export async function bundledTag(name: string): Promise<string | null> {
  const source = sourceOf(BUNDLED, name);
  return source === undefined ? null : `bundled-${await hash(new TextEncoder().encode(source))}`;
}

/** The tag of the present pack of a family; null when there is none. */
export async function tagOf(families: Families, name: string): Promise<string | null> {
  return families.stored.get(name)?.sha256 ?? bundledTag(name);
}

/** An entity tag as a header has it. */
export function toHeader(tag: string): string {
  return `"${tag}"`;
}

/**
 * Checks conditions against the present pack, before the costly work. The statement that stores the pack checks them again.
 *
 * @param tag - of the present pack; null when there is none
 * @throws {Refusal} `precondition-failed`
 */
export function requireMatch({ ifMatch, ifNoneMatch }: Precondition, tag: string | null): void {
  const isWanted = ifMatch === undefined || isIn(ifMatch, tag);
  const isUnwanted = ifNoneMatch !== undefined && isIn(ifNoneMatch, tag);
  if (!isWanted || isUnwanted) throw preconditionFailed();
}

function isIn(tags: TagList, tag: string | null): boolean {
  return tag !== null && (tags === '*' || tags.includes(tag));
}

/** The refusal of a write whose condition does not hold. */
export function preconditionFailed(): Refusal {
  return new Refusal(
    'precondition-failed',
    'The pack is not the one that the request names: read it again. Nothing was changed.',
  );
}

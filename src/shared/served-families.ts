/** Which families a service serves, and where others have moved: the settings `FAMILIES` and `MOVED_FAMILIES`. */
import { FAMILY_NAME } from './things.ts';

/** The variables. Without them a service serves all families. */
export interface FamilyVariables {
  /** Names, separated by spaces: `handbook`. */
  FAMILIES?: string;
  /** Names with the addresses of the services that they have moved to: `handbook=https://handbook.example.com`. */
  MOVED_FAMILIES?: string;
}

export interface ServedFamilies {
  /** The families that it serves; null means all that have not moved. */
  only: readonly string[] | null;
  /** Where the others have moved: an origin, by the name of the family. */
  moved: ReadonlyMap<string, string>;
  /** What is wrong with the settings, in words. Then it serves none. */
  problem?: string;
}

const ORIGIN =
  /^(?:https:\/\/(?:[a-z\d-]+\.)*[a-z\d-]+|http:\/\/(?:127\.0\.0\.1|localhost|\[::1\]))(?::\d{1,5})?\/?$/i;

/** Reads the settings. @returns undefined when both are empty: all families are served */
export function readServedFamilies({
  FAMILIES = '',
  MOVED_FAMILIES = '',
}: FamilyVariables): ServedFamilies | undefined {
  const names = listOf(FAMILIES);
  const entries = listOf(MOVED_FAMILIES).map(readEntry);
  if (names.length === 0 && entries.length === 0) return undefined;
  const moved = new Map(entries.flatMap(({ name, origin }) => (origin === null ? [] : [[name, origin]])));
  const problem = problemOf(names, entries);
  return { only: names.length > 0 ? names : null, moved, ...(problem !== undefined && { problem }) };
}

const listOf = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

interface Entry {
  text: string;
  name: string;
  /** null for an address that a service can't have. */
  origin: string | null;
}

function readEntry(text: string): Entry {
  const at = text.indexOf('=');
  return at === -1
    ? { text, name: '', origin: null }
    : { text, name: text.slice(0, at), origin: originOf(text.slice(at + 1)) };
}

/** An address is https; http only on this machine. It is an origin: a service has no path. */
function originOf(address: string): string | null {
  return ORIGIN.test(address) ? address.toLowerCase().replace(/\/$/, '') : null;
}

function problemOf(names: readonly string[], entries: readonly Entry[]): string | undefined {
  const noName = names.find((name) => !FAMILY_NAME.test(name));
  if (noName !== undefined) return `FAMILIES has "${noName}", which is no name of a family.`;
  const known = new Set<string>();
  for (const { text, name, origin } of entries) {
    if (!FAMILY_NAME.test(name) || origin === null) {
      return `MOVED_FAMILIES has "${text}", which is no family with an address: handbook=https://handbook.example.com.`;
    }
    if (known.has(name)) return `MOVED_FAMILIES has the family "${name}" twice.`;
    if (names.includes(name)) return `The family "${name}" is in FAMILIES and in MOVED_FAMILIES.`;
    known.add(name);
  }
  return undefined;
}

/** Whether a service serves a family. */
export function servesFamily(served: ServedFamilies | undefined, family: string): boolean {
  if (!served) return true;
  const { only, moved, problem } = served;
  return problem === undefined && !moved.has(family) && (only === null || only.includes(family));
}

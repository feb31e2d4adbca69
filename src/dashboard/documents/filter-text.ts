/**
 * The filters of the list of documents as text: `outcome:fail owner:@docs rule:MD009 guide`. Words without a name are a part
 * of the path. The address has them as the API calls them.
 */

/** The names that can be written, and what the API and the address call them. */
export const FILTER_NAMES = {
  family: 'family',
  folder: 'folder',
  outcome: 'outcome',
  owner: 'owner',
  ref: 'ref',
  rule: 'rule_id',
  path: 'file_path',
} as const;
/** Names whose value is yes. */
export const FLAG_NAMES = { open: 'open', removed: 'removed' } as const;

export type FilterName = keyof typeof FILTER_NAMES;
/** Values by the name that the address has. An empty value is no filter. */
export type Filters = Readonly<Record<string, string>>;

/** Why a name cannot be used here, by name. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  level: 'Documents have outcomes; levels are those of findings. Try outcome: or rule:.',
  by: 'Who did what is on the page Activity.',
  since: 'What happened since a day is on the page Activity.',
};

export interface ParsedFilters {
  filters: Filters;
  /** What is wrong with the text, a line for each word that is not understood. */
  problems: readonly string[];
}

const WORD = /(?:(?<name>[a-z_]+):)?(?:"(?<quoted>[^"]*)"?|(?<bare>\S+))?/gi;

/** Reads filters from a text. */
export function parseFilters(text: string): ParsedFilters {
  const filters: Record<string, string> = {};
  const problems: string[] = [];
  const rest: string[] = [];
  for (const { groups } of text.matchAll(WORD)) {
    const { name, quoted, bare } = groups ?? {};
    const value = quoted ?? bare ?? '';
    if (name === undefined) {
      if (value !== '') rest.push(value);
      continue;
    }
    const word = name.toLowerCase();
    if (isKeyOf(FILTER_NAMES, word)) filters[FILTER_NAMES[word]] = value;
    else if (isKeyOf(FLAG_NAMES, word)) filters[FLAG_NAMES[word]] = 'true';
    else problems.push(`${word}: ${ELSEWHERE[word] ?? 'There is no such filter.'}`);
  }
  if (rest.length > 0) filters['file_path'] = rest.join(' ');
  return { filters, problems };
}

/** Writes filters as a text that {@link parseFilters} reads back. */
export function writeFilters(filters: Filters): string {
  const words: string[] = [];
  for (const [word, name] of Object.entries(FILTER_NAMES)) {
    const value = filters[name] ?? '';
    if (value === '') continue;
    const written = /[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value;
    words.push(word === 'path' && !value.includes(':') ? written : `${word}:${written}`);
  }
  for (const [word, name] of Object.entries(FLAG_NAMES))
    if (filters[name] === 'true') words.push(`${word}:yes`);
  return words.join(' ');
}

function isKeyOf<T extends object>(table: T, key: string): key is string & keyof T {
  return Object.hasOwn(table, key);
}

/** The filter of the desk's queue: in the address as single parameters, on the page as one line of text. */

/** What a filter may name, as the API calls it, by the word for it in the text. */
const FIELDS = {
  rule: 'rule_id',
  family: 'family',
  owner: 'owner',
  ref: 'ref',
  folder: 'folder',
} as const;

type Word = keyof typeof FIELDS;
export type QueueField = (typeof FIELDS)[Word] | 'file_path';
export type QueueFilter = Readonly<Partial<Record<QueueField, string>>>;

export const QUEUE_FIELDS: readonly QueueField[] = [...Object.values(FIELDS), 'file_path'];

/** `rule:links/bare-url guide` → `{ rule_id: 'links/bare-url', file_path: 'guide' }` */
export function parseFilter(text: string): QueueFilter {
  const filter: Partial<Record<QueueField, string>> = {};
  const rest: string[] = [];
  for (const part of text.split(/\s+/).filter(Boolean)) {
    const [, word = '', value = ''] = /^(\w+):(.+)$/.exec(part) ?? [];
    if (isWord(word)) filter[FIELDS[word]] = value;
    else rest.push(part);
  }
  if (rest.length > 0) filter.file_path = rest.join(' ');
  return filter;
}

function isWord(word: string): word is Word {
  return Object.hasOwn(FIELDS, word);
}

/** The opposite of {@link parseFilter}. */
export function describeFilter(filter: QueueFilter): string {
  const named = Object.entries(FIELDS).flatMap(([word, field]) => {
    const value = filter[field];
    return value === undefined ? [] : [`${word}:${value}`];
  });
  return [...named, ...(filter.file_path === undefined ? [] : [filter.file_path])].join(' ');
}

/** @param address - the query of the page's address */
export function filterIn(address: URLSearchParams): QueueFilter {
  return Object.fromEntries(
    QUEUE_FIELDS.flatMap((field) => {
      const value = address.get(field);
      return value === null || value === '' ? [] : [[field, value] as const];
    }),
  );
}

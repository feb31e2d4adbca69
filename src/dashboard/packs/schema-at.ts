/** What the schema of packs says about a place in a pack. */

/** The part of a JSON Schema that is read here. */
export interface Schema {
  description?: string;
  enum?: readonly unknown[];
  properties?: Readonly<Record<string, Schema>>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: readonly Schema[];
}

const LINE = /^(?<indent>[ -]*)(?:(?<quote>['"]?)(?<name>[^'"#:\s{[][^'":]*)\k<quote>:)?/;

/** The keys that lead to a place of a text in YAML, the outermost first. Only lines of blocks count. @param offset - in the text */
export function keysAt(text: string, offset: number): string[] {
  const keys: string[] = [];
  let limit = Number.POSITIVE_INFINITY;
  const lines = text
    .slice(0, text.indexOf('\n', offset) < 0 ? undefined : text.indexOf('\n', offset))
    .split('\n');
  const [last = ''] = lines.slice(-1);
  // An empty line belongs to what is indented less than the caret.
  if (last.trim() === '') limit = last.length;
  for (const line of lines.toReversed()) {
    const { indent = '', name } = LINE.exec(line)?.groups ?? {};
    if (name === undefined || indent.length >= limit || line.trim() === '') continue;
    keys.unshift(name.trim());
    limit = indent.length;
    if (limit === 0) break;
  }
  return keys;
}

/** What is known below a key: the schema of the key, or of every other key. */
function below(schema: Schema, key: string): Schema | undefined {
  const own = schema.properties?.[key];
  if (own) return own;
  if (typeof schema.additionalProperties === 'object') return schema.additionalProperties;
  for (const one of [...(schema.items ? [schema.items] : []), ...(schema.anyOf ?? [])]) {
    const found = below(one, key);
    if (found) return found;
  }
  return undefined;
}

/** The innermost key that the schema knows, with what it says; undefined when it knows none. */
export function helpAt(
  schema: Schema,
  keys: readonly string[],
): { keys: string[]; schema: Schema } | undefined {
  let here: Schema = schema;
  const known: string[] = [];
  for (const key of keys) {
    const next = below(here, key);
    if (!next) break;
    here = next;
    known.push(key);
  }
  return known.length > 0 ? { keys: known, schema: here } : undefined;
}

/** The fields that may stand in a part of a pack, by name. */
export function fieldsOf(schema: Schema): readonly (readonly [string, Schema])[] {
  const own = schema.properties ?? schema.items?.properties;
  if (own) return Object.entries(own);
  return schema.anyOf?.map(fieldsOf).find((fields) => fields.length > 0) ?? [];
}

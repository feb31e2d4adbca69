/** Deepest nesting of arrays and inline tables that is read. */
const MAX_DEPTH = 30;
const BARE_KEY = /[\w-]+/y;
const BLANKS = /[ \t]*/y;
const SPACE = /(?:[ \t\r\n]+|#[^\r\n]*)*/y;
const REST_OF_LINE = /[^\r\n]*(?:\r\n|\r|\n|$)/y;
const PLAIN_VALUE = /[^,\]}\s#]+(?:[ \t]+[\d:.+-]+)?/y;
const STRINGS = [
  /"""(?:[^\\"]|\\[^]|"(?!""))*"{3,5}/y,
  /'''(?:[^']|'(?!''))*'{3,5}/y,
  /"(?:[^\\"\r\n]|\\[^\r\n])*"/y,
  /'[^'\r\n]*'/y,
];

/**
 * Lists the paths of all fields in TOML: of its tables, dotted keys, inline tables and arrays of tables, e.g. `params`,
 * `params.author.name` and `menu[1].url`. What is no TOML is skipped line by line.
 */
export function tomlKeys(source: string): Set<string> {
  return new TomlReader(source).read();
}

class TomlReader {
  readonly #source: string;
  readonly #keys = new Set<string>();
  /** How many tables an array of tables has so far. */
  readonly #counts = new Map<string, number>();
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  read(): Set<string> {
    let table = '';
    for (;;) {
      this.#skip(SPACE);
      if (this.#at >= this.#source.length) return this.#keys;
      const start = this.#at;
      if (this.#source[start] === '[') {
        const found = this.#tableHeader();
        if (found !== null) table = found;
      } else this.#field(table, 0);
      // The rest of the line is a comment, or no TOML.
      this.#skip(REST_OF_LINE);
      if (this.#at === start) this.#at += 1;
    }
  }

  /** Reads `[a.b]` or `[[a.b]]`, and returns the path of what follows. */
  #tableHeader(): string | null {
    const isArray = this.#source.startsWith('[[', this.#at);
    this.#at += isArray ? 2 : 1;
    const names = this.#keyPath();
    if (names.length === 0 || this.#source[this.#at] !== ']') return null;
    let path = '';
    for (const [index, name] of names.entries()) {
      path = this.#add(path, name);
      const isLast = index === names.length - 1;
      const count = (this.#counts.get(path) ?? 0) + (isLast && isArray ? 1 : 0);
      if (count === 0) continue;
      this.#counts.set(path, count);
      path += `[${count - 1}]`;
      this.#keys.add(path);
    }
    return path;
  }

  /** Reads `a.b = value` in a table. */
  #field(table: string, depth: number): boolean {
    const names = this.#keyPath();
    if (names.length === 0 || this.#source[this.#at] !== '=') return false;
    this.#at += 1;
    this.#skip(BLANKS);
    let path = table;
    for (const name of names) path = this.#add(path, name);
    this.#value(path, depth);
    return true;
  }

  #value(path: string, depth: number): void {
    const character = this.#source[this.#at];
    if (depth > MAX_DEPTH || STRINGS.some((string) => this.#skip(string))) return;
    if (character === '{') this.#items('}', () => this.#field(path, depth + 1));
    else if (character === '[') {
      let index = 0;
      this.#items(']', () => {
        const item = `${path}[${index}]`;
        index += 1;
        if (this.#source[this.#at] === '{') this.#keys.add(item);
        const before = this.#at;
        this.#value(item, depth + 1);
        return this.#at > before;
      });
    } else this.#skip(PLAIN_VALUE);
  }

  /** Reads items between commas, up to the closing bracket. */
  #items(closing: string, item: () => boolean): void {
    this.#at += 1;
    for (;;) {
      this.#skip(SPACE);
      if (this.#source[this.#at] === closing) break;
      if (this.#source[this.#at] === ',') this.#at += 1;
      else if (!item()) return;
    }
    this.#at += 1;
  }

  #keyPath(): string[] {
    const names: string[] = [];
    for (;;) {
      this.#skip(BLANKS);
      const start = this.#at;
      if (this.#skip(BARE_KEY)) names.push(this.#source.slice(start, this.#at));
      else if (STRINGS.slice(2).some((string) => this.#skip(string))) {
        names.push(this.#source.slice(start + 1, this.#at - 1));
      } else return [];
      this.#skip(BLANKS);
      if (this.#source[this.#at] !== '.') return names;
      this.#at += 1;
    }
  }

  #add(table: string, name: string): string {
    const path = table === '' ? name : `${table}.${name}`;
    this.#keys.add(path);
    return path;
  }

  /** Goes on after what a sticky pattern matches. Returns whether it matched anything. */
  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const length = pattern.exec(this.#source)?.[0].length ?? 0;
    this.#at += length;
    return length > 0;
  }
}

/** Values for schemas: valid ones, and ones that are broken on purpose. */
import type { ApiDocument, Json, Schema } from './document.ts';
import type { Pool } from './pool.ts';
import type { Random } from './random.ts';

const DEPTH = 5;

export class Values {
  readonly #random: Random;
  readonly #document: ApiDocument;
  readonly #pool: Pool;

  constructor(random: Random, document: ApiDocument, pool: Pool) {
    this.#random = random;
    this.#document = document;
    this.#pool = pool;
  }

  /** A value that a schema takes. @param name - of the field that it is for */
  valid(given: Schema, name = '', depth = 0): Json {
    const random = this.#random;
    const schema = this.#document.resolve(given);
    const known = this.#pool.valueFor(name, schema, random);
    if (known !== undefined) return known;
    if ('const' in schema) return schema['const'];
    if (schema['enum']) return random.pick(schema['enum']);
    const branches: Schema[] | undefined = schema['anyOf'] ?? schema['oneOf'];
    if (branches) return this.valid(random.pick(branches), name, depth);
    const type = Array.isArray(schema['type']) ? random.pick<string>(schema['type']) : schema['type'];
    switch (type) {
      case 'string':
        return this.#text(schema);
      case 'integer':
      case 'number':
        return this.#number(schema, type);
      case 'boolean':
        return random.chance(0.5);
      case 'null':
        return null;
      case 'array':
        return this.#list(schema, name, depth);
      case 'object':
        return this.#object(schema, depth);
      default:
        return this.anything();
    }
  }

  /** Any JSON. */
  anything(): Json {
    const random = this.#random;
    return random.pick<() => Json>([
      () => null,
      () => random.chance(0.5),
      () => random.integer(-3, 300),
      () => 1e21,
      () => -0.5,
      () => random.text(random.integer(0, 12)),
      () => '\ud800 lone',
      () => [],
      () => [random.text(3), null],
      () => ({}),
      () => ({ [random.text(3)]: random.text(3) }),
      () => ({ ['__proto__']: { admin: true }, constructor: 1 }),
      () => nested(60),
    ])();
  }

  /** Breaks a value in one place: another type, a field too many, a field too few, or a text that is too long. */
  broken(value: Json): Json {
    const random = this.#random;
    if (typeof value !== 'object' || value === null || random.chance(0.1)) return this.anything();
    if (Array.isArray(value)) {
      if (value.length === 0 || random.chance(0.2)) return [...value, this.anything()];
      const at = random.integer(0, value.length - 1);
      return value.with(at, this.broken(value[at]));
    }
    const names = Object.keys(value);
    if (names.length === 0 || random.chance(0.15)) return { ...value, [random.text(4)]: this.anything() };
    const name = random.pick(names);
    if (random.chance(0.2)) return Object.fromEntries(Object.entries(value).filter(([one]) => one !== name));
    const isText = typeof value[name] === 'string';
    const put = isText && random.chance(0.4) ? this.badText(value[name]) : this.broken(value[name]);
    return { ...value, [name]: put };
  }

  /** A text that a schema of texts may not take. */
  badText(text: string): string {
    const random = this.#random;
    return random.pick([
      '',
      ' ',
      '\u{0}',
      `${text}\u{0}`,
      `\n${text}`,
      `${text} `,
      'x'.repeat(random.pick([41, 201, 1_025, 2_001, 30_000])),
      '\ud800',
      '\u{202e}abc',
      "' or 1=1 --",
      '%',
      '_%_%',
      '../../etc/passwd',
      '"'.repeat(50),
      'NaN',
      '-1',
      '99999999999999999999',
      '1e400',
      '0x10',
      'null',
      'undefined',
      random.text(random.integer(1, 40)),
    ]);
  }

  #text({ minLength = 0, maxLength = 40, pattern, format, contentMediaType }: Schema): string {
    const random = this.#random;
    if (format === 'uuid') return crypto.randomUUID();
    if (format === 'date-time') return new Date(Date.now() - random.integer(-1e9, 1e9)).toISOString();
    if (format === 'date')
      return `2026-${random.pick(['01', '06', '11', '12'])}-${random.pick(['01', '15', '28'])}`;
    if (contentMediaType) return random.text(20);
    const length = random.chance(0.05)
      ? Math.min(maxLength, 4_000)
      : random.integer(minLength, Math.min(maxLength, 24));
    if (pattern === undefined) return random.text(length);
    if (pattern.includes(String.raw`\p{Cc}`)) return random.text(length).replaceAll(/\p{Cc}/gu, ' ') || 'x';
    const fitting = FITTING.filter((one) => new RegExp(pattern, 'u').test(one));
    if (fitting.length === 0) throw new Error(`no text for ${pattern}`);
    return random.pick(fitting);
  }

  #number({ minimum = -1_000, maximum = 1_000 }: Schema, type: string): number {
    const random = this.#random;
    if (random.chance(0.2)) return random.pick([minimum, maximum]);
    const value = minimum + random.next() * Math.min(maximum - minimum, 1_000);
    return type === 'integer' ? Math.floor(value) : value;
  }

  #list({ items = {}, minItems = 0, maxItems = 8 }: Schema, name: string, depth: number): Json[] {
    const length =
      depth > DEPTH ? minItems : this.#random.integer(minItems, Math.min(maxItems, minItems + 3));
    return Array.from({ length }, () => this.valid(items, name, depth + 1));
  }

  #object({ properties = {}, required = [], additionalProperties }: Schema, depth: number): Json {
    const random = this.#random;
    const named = Object.entries<Schema>(properties).flatMap(([name, property]) =>
      required.includes(name) || (depth < DEPTH && random.chance(0.4))
        ? [[name, this.valid(property, name, depth + 1)] as const]
        : [],
    );
    const more =
      typeof additionalProperties === 'object' && random.chance(0.5)
        ? [[random.text(5), this.valid(additionalProperties, '', depth + 1)] as const]
        : [];
    return Object.fromEntries([...named, ...more]);
  }
}

/** Texts for the patterns that the document has. */
const FITTING = [
  'words',
  'cells',
  'guides-2',
  'a1b2c3d',
  '1.0.0',
  '7',
  'key-1',
  '019ac4f0-7b1e-7c3a-9d52-1f6f0b8e4a77.1.0.0',
  'guides/start',
  'headings/increment',
  '.md',
  'owner/name',
  '@docs-team',
];

function nested(depth: number): Json {
  return depth === 0 ? 1 : [nested(depth - 1)];
}

/** Requests of an operation: valid by the document, or broken in one place. */
import { gzipSync } from 'fflate';
import { type ApiDocument, type Json, type Operation, type Parameter, pointerOf } from './document.ts';
import type { Pool } from './pool.ts';
import type { Random } from './random.ts';
import { Values } from './values.ts';

export interface Sent {
  operation: Operation;
  path: string;
  headers: Record<string, string>;
  body?: Uint8Array;
  /** Whether the document takes it; undefined when that is not for the document to say. */
  isValid: boolean | undefined;
}

/** What is much longer is refused before the service: by Node's server in `npm start`, by Cloudflare's network. */
const MAX_QUERY_LENGTH = 3_000;
const JSON_TYPE = 'application/json';

export class Requests {
  readonly #random: Random;
  readonly #document: ApiDocument;
  readonly #pool: Pool;
  readonly #values: Values;

  constructor(random: Random, document: ApiDocument, pool: Pool) {
    this.#random = random;
    this.#document = document;
    this.#pool = pool;
    this.#values = new Values(random, document, pool);
  }

  /**
   * @param broken - whether to break it in one place
   * @param id - of the thing that it is about, when it is about a certain one
   */
  of(operation: Operation, broken: boolean, id?: string): Sent {
    const random = this.#random;
    this.#pool.begin(random);
    const place = broken ? random.pick(placesOf(operation)) : 'none';
    const path = this.#path(
      id === undefined ? operation.path : operation.path.replace('{id}', id),
      place === 'path',
    );
    const query = this.#query(operation, place === 'query');
    const headers = this.#headers(operation, place === 'headers');
    const body = this.#body(operation, place === 'body');
    return {
      operation,
      path: path + query.text,
      headers: { ...body.headers, ...headers },
      ...(body.bytes && { body: body.bytes }),
      isValid:
        // This header takes the place of a parameter.
        place === 'path' ||
        place === 'headers' ||
        'Last-Event-ID' in headers ||
        (query.isValid && body.isValid === undefined)
          ? undefined
          : query.isValid && body.isValid,
    };
  }

  #path(path: string, isBroken: boolean): string {
    const random = this.#random;
    return path.replaceAll(
      /\/(\w+)\/\{(\w+)\}|\{(\w+)\}/g,
      (_all, collection?: string, name?: string, alone?: string) => {
        const what = name ?? alone ?? '';
        const value = isBroken
          ? random.pick([
              this.#values.badText('x').trim().slice(0, 300) || 'x',
              '%00',
              '%ff',
              '%',
              'a%2Fb',
              '😀',
            ])
          : this.#named(collection ?? '', what);
        // What is no valid encoding must arrive as it is.
        const isRaw = isBroken && /^%[\x21-\x7e]*$/.test(value);
        const step = isRaw ? value : encodeURIComponent(value.toWellFormed());
        return collection === undefined ? step : `/${collection}/${step}`;
      },
    );
  }

  #named(collection: string, name: string): string {
    if (name === 'name') return this.#pool.family(this.#random);
    if (name === 'topic') return 'validation_updates';
    return this.#pool.idIn(collection, this.#random);
  }

  #query({ parameters, ...operation }: Operation, isBroken: boolean): { text: string; isValid: boolean } {
    const random = this.#random;
    const inQuery = parameters.filter((one) => one.in === 'query');
    const chosen = inQuery.filter(({ required }) => required || random.chance(0.3));
    const pairs = chosen.map((one): [Parameter, string] => [
      one,
      String(this.#values.valid(one.schema, one.name)),
    ]);
    this.#confirm(pairs);
    let isValid = true;
    let more = '';
    if (isBroken) {
      const kind = random.integer(0, 4);
      const parameter = random.pick(inQuery);
      if (kind === 0) more = `&unknown${random.integer(1, 9)}=1`;
      else if (kind === 1) more = `&${parameter.name}=1&${parameter.name}=2`;
      else if (kind === 2) more = `&${parameter.name}=%${random.pick(['ff', '', '0', 'C3%28', '00'])}`;
      else {
        const put = this.#values.badText('1').slice(0, MAX_QUERY_LENGTH);
        const at = pairs.findIndex(([{ name }]) => name === parameter.name);
        pairs.splice(at < 0 ? pairs.length : at, at < 0 ? 0 : 1, [parameter, put]);
      }
      isValid = kind > 2;
      // The repetition of some parameters means something, and so does nothing at all where a query is not read strictly.
      if (kind === 1 || kind === 2) return { text: textOf(pairs, more), isValid: true };
      if (kind === 0 && operation.path.startsWith('/ws/')) isValid = true;
    }
    const all = { parameters, ...operation };
    for (const [one, value] of pairs) {
      const index = parameters.indexOf(one);
      const problems = this.#document.problemsOf(
        pointerOf(all, 'parameters', index, 'schema'),
        asTyped(one, value),
      );
      if (problems !== null) isValid = false;
    }
    return { text: textOf(pairs, more), isValid };
  }

  /** What is deleted must be said twice. */
  #confirm(pairs: [Parameter, string][]): void {
    const confirm = pairs.find(([{ name }]) => name === 'confirm');
    const said = ['file_path', 'family', 'before'].flatMap(
      (wanted) => pairs.find(([{ name }]) => name === wanted)?.[1] ?? [],
    );
    if (confirm && said[0] !== undefined && this.#random.chance(0.7)) confirm[1] = said[0];
  }

  #headers({ parameters }: Operation, isBroken: boolean): Record<string, string> {
    const random = this.#random;
    const headers: Record<string, string> = {};
    for (const { name } of parameters.filter((one) => one.in === 'header')) {
      if (!random.chance(0.3)) continue;
      headers[name] = this.#header(name);
    }
    if (!isBroken) return headers;
    const [name, values] = random.pick<[string, string[]]>([
      ['Accept', ['text/html;q=x', '*/*;q=0', ',', 'application/yaml;q=2', 'a'.repeat(2_000)]],
      ['Idempotency-Key', ['', 'with space', 'x'.repeat(300), '"quoted"', '\u{e9}']],
      ['If-Match', ['"', 'W/', '*, "a"', 'x'.repeat(2_000)]],
      ['If-None-Match', ['"', '*', '"a", "b"']],
      ['Last-Event-ID', ['-1', 'x', '1e3', '99999999999999999999', '']],
      ['Content-Encoding', ['gzip', 'br', 'x-gzip', 'identity', 'gzip, gzip']],
      ['Content-Type', ['', 'text/plain', 'application/json; charset=latin1', 'multipart/form-data', ';']],
      ['Cookie', ['galley=x', '=', 'galley="']],
      ['Range', ['bytes=0-1', 'bytes=x']],
      ['X-Request-Id', ['x'.repeat(300), '<script>']],
      ['X-Forwarded-For', ['::1', '999.1.1.1']],
    ]);
    return { ...headers, [name]: random.pick(values) };
  }

  #header(name: string): string {
    const random = this.#random;
    if (name === 'Accept')
      return random.pick(['application/yaml', 'application/json', '*/*', 'application/openmetrics-text']);
    if (name === 'Idempotency-Key') return `key-${random.integer(1, 200)}`;
    return name === 'Last-Event-ID' ? String(random.integer(0, 50)) : this.#pool.tag(random);
  }

  #body(
    operation: Operation,
    isBroken: boolean,
  ): { bytes?: Uint8Array; headers: Record<string, string>; isValid: boolean | undefined } {
    const random = this.#random;
    const { bodies, isBodyRequired } = operation;
    if (bodies.size === 0) return { headers: {}, isValid: true };
    if (!isBodyRequired && !isBroken && random.chance(0.3)) return { headers: {}, isValid: true };
    const [type, { schema, example }] = random.pick([...bodies]);
    const headers = { 'Content-Type': type };
    if (type === 'multipart/form-data')
      return { ...this.#form(isBroken), isValid: isBroken ? undefined : true };
    if (type !== JSON_TYPE || schema['type'] === 'string') {
      const text = typeof example === 'string' ? example : JSON.stringify(this.#values.valid(schema));
      const put = isBroken ? this.#damaged(text) : text;
      return { bytes: bytesOf(put), headers, isValid: isBroken ? undefined : true };
    }
    const value =
      random.chance(0.1) && example !== undefined && !('url' in Object(example))
        ? example
        : this.#values.valid(schema);
    if (!isBroken) return this.#asJson(operation, value, headers);
    if (random.chance(0.2))
      return { bytes: bytesOf(this.#damaged(JSON.stringify(value))), headers, isValid: undefined };
    return this.#asJson(operation, this.#values.broken(value), headers);
  }

  #asJson(operation: Operation, value: Json, headers: Record<string, string>) {
    const text = JSON.stringify(value) ?? 'null';
    const pointer = pointerOf(operation, 'requestBody', 'content', JSON_TYPE, 'schema');
    const isValid = this.#document.problemsOf(pointer, JSON.parse(text)) === null;
    const isPacked = this.#random.chance(0.1);
    return {
      bytes: isPacked ? gzipSync(bytesOf(text)) : bytesOf(text),
      headers: { ...headers, ...(isPacked && { 'Content-Encoding': 'gzip' }) },
      isValid,
    };
  }

  /** A text that may be no JSON, no YAML and no UTF-8 any more. */
  #damaged(text: string): string | Uint8Array {
    const random = this.#random;
    const at = random.integer(0, text.length);
    return random.pick<() => string | Uint8Array>([
      () => text.slice(0, at),
      () => text.slice(0, at) + random.text(2) + text.slice(at),
      () => new Uint8Array([0xff, 0xfe, 0xc3, 0x28]),
      () => '[]',
      () => 'null',
      () => '"text"',
      () => '',
      () => '{"a":'.repeat(3_000),
      () => '['.repeat(100_000),
      () => `{"content": ${'1'.repeat(400)}}`,
      () => 'a: &a [*a]\n',
      () => '\u{feff}' + text,
      () => text.repeat(3),
    ])();
  }

  #form(isBroken: boolean): { bytes: Uint8Array; headers: Record<string, string> } {
    const random = this.#random;
    const boundary = 'b'.repeat(random.integer(1, 20));
    const part = (name: string, content: string, more = '') =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${content}\r\n`;
    const files = Array.from({ length: random.integer(isBroken ? 0 : 1, 3) }, (_, index) =>
      part(
        'file',
        String(this.#values.valid({ type: 'string' }, 'content')),
        `; filename="file-${index}.md"`,
      ),
    );
    const fields = random.chance(0.4) ? [part('family', this.#pool.family(random))] : [];
    const text = [...files, ...fields, `--${boundary}--\r\n`].join('');
    const headers = {
      'Content-Type': `multipart/form-data; boundary=${isBroken && random.chance(0.3) ? 'x' : boundary}`,
    };
    return { bytes: bytesOf(isBroken ? this.#damaged(text) : text), headers };
  }
}

function placesOf({ parameters, bodies }: Operation): string[] {
  return [
    'headers',
    ...(parameters.some((one) => one.in === 'path') ? ['path'] : []),
    ...(parameters.some((one) => one.in === 'query') ? ['query', 'query'] : []),
    ...(bodies.size > 0 ? ['body', 'body', 'body'] : []),
  ];
}

/** The value of a parameter as its schema has it. */
function asTyped({ schema }: Parameter, value: string): Json {
  if (schema['type'] === 'integer') return /^\d+$/.test(value) ? Number(value) : value;
  if (schema['type'] === 'boolean') return value === 'true' ? true : value === 'false' ? false : value;
  return value;
}

function textOf(pairs: readonly (readonly [Parameter, string])[], more: string): string {
  const text =
    pairs.map(([{ name }, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`).join('&') + more;
  return text === '' ? '' : `?${text.replace(/^&/, '')}`;
}

function bytesOf(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? new TextEncoder().encode(text) : text;
}

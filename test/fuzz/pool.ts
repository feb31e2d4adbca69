/** What exists in the service: things that answers have named, and texts that make requests meaningful. */
import type { Json, Schema } from './document.ts';
import type { Random } from './random.ts';
import { SPACES_ON } from '../spaces-on.ts';

const MOST = 40;
const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/;
/** Collections by the first step of their path. */
const COLLECTIONS = [
  'validations',
  'recommendations',
  'workflows',
  'batches',
  'tokens',
  'webhooks',
  'export',
];
/** Fields that name a thing, by the collection that it is in. */
const NAMES: Readonly<Record<string, string>> = {
  validation_id: 'validations',
  parent_validation_id: 'validations',
  recommendation_id: 'recommendations',
  recommendation_ids: 'recommendations',
  workflow_id: 'workflows',
  batch_id: 'batches',
};
const DOCUMENTS = [
  '# Title\n\nText.\n\n### Too deep\n\nText.\n',
  `---\ntitle: A page\n---\n\n# A page\n\nText   \nmore, more.\n${SPACES_ON}`,
  '# Title\n\n[a link](missing.md) and ![](image.png)\n\n```\ncode\n```\n',
  'Simply utilise it.\n\n* one\n- two\n',
  '',
  '\u{feff}# Title\r\n\r\nText.\r\n',
  '| a | b |\n|---|---|\n| 1 | 2 |\n',
];
const FAMILIES = ['words', 'cells', 'default', 'slides', 'pdf', 'guides'];
const PATHS = ['guides/start.md', 'guides/next.md', 'a.md', 'b/c/d.md', 'ä ö.md', 'untitled.md'];

/** A thing that a request is about. */
export interface Subject {
  collection: string;
  id: string;
}

export class Pool {
  readonly #ids = new Map<string, string[]>();
  readonly #fingerprints: string[] = [];
  readonly #cursors: string[] = [];
  readonly #tags: string[] = [];
  /** Documents that there are, and the one that the present request is about. */
  readonly #documents: { family: string; file_path: string }[] = [];
  #document: { family: string; file_path: string } | undefined;
  /** The id of the last event that an answer named. */
  #position = 0;

  /** Begins a request. */
  begin(random: Random): void {
    this.#document = this.#documents.length > 0 ? random.pick(this.#documents) : undefined;
  }

  /** Takes what an answer names. @returns the things that it is about */
  learn(path: string, answer: Json): Subject[] {
    const collection = COLLECTIONS.find((name) => path.startsWith(`/api/${name}`));
    this.#walk(answer, collection, 0);
    if (collection === undefined) return path === '/api/validate' ? subjectsOf(answer, 'validations') : [];
    const [id] = path.match(UUID) ?? [];
    return [...(id === undefined ? [] : [{ collection, id }]), ...subjectsOf(answer, collection)];
  }

  /** An id of a thing in a collection; of another one, now and then. */
  idIn(collection: string, random: Random): string {
    const ids = this.#ids.get(random.chance(0.05) ? random.pick(COLLECTIONS) : collection) ?? [];
    return ids.length === 0 || random.chance(0.03) ? crypto.randomUUID() : random.pick(ids);
  }

  family(random: Random): string {
    if (this.#document && random.chance(0.6)) return this.#document.family;
    return random.chance(0.05) ? 'none-such' : random.pick(FAMILIES);
  }

  tag(random: Random): string {
    return random.pick(['*', '"none"', 'W/"weak"', 'nonsense', ...this.#tags.slice(-3)]);
  }

  /** A value for a field by its name, or undefined when any will do. */
  valueFor(name: string, schema: Schema, random: Random): Json {
    if (schema['type'] === 'array' || schema['enum'] || 'const' in schema || random.chance(0.1))
      return undefined;
    const isText = [schema['type']].flat().includes('string') || Object.keys(schema).length === 0;
    if (name === 'after' || name === 'position') return random.integer(0, this.#position);
    if (!isText && name !== 'content') return undefined;
    if (name in NAMES) return this.idIn(NAMES[name] ?? '', random);
    if (schema['format'] && schema['format'] !== 'uuid') return undefined;
    switch (name) {
      case 'ids':
        return this.idIn(random.pick(['validations', 'recommendations']), random);
      case 'content':
        return random.chance(0.1) ? random.text(random.integer(0, 400)) : random.pick(DOCUMENTS);
      case 'family':
      case 'families':
        return this.family(random);
      case 'file_path':
        if (this.#document && random.chance(0.5)) return this.#document.file_path;
        return random.chance(0.3) ? random.pick(PATHS) : `guides/${random.integer(1, 300)}.md`;
      case 'folder':
        return random.pick(['guides', 'b', 'b/c']);
      case 'confirm':
        return random.pick([...PATHS, ...FAMILIES]);
      case 'rule_id':
        return random.pick(['headings/increment', 'headings/*', 'links/broken', 'MD009']);
      case 'fingerprints':
        return this.#fingerprints.length > 0 ? random.pick(this.#fingerprints) : undefined;
      case 'cursor':
        return this.#cursors.length > 0 ? random.pick(this.#cursors) : undefined;
      case 'ref':
        return random.pick(['pull/12', 'pull/7', 'draft']);
      case 'topic':
      case 'topics':
        return random.pick([
          'validation_updates',
          'family_words',
          `validation_${this.idIn('validations', random)}`,
        ]);
      case 'url':
        // Nothing listens there, and no name is looked up.
        return random.pick([
          'http://127.0.0.1:9/hook',
          'https://127.0.0.1:9/',
          'ftp://127.0.0.1/',
          'nowhere',
        ]);
      case 'name':
        return `${random.pick(['build', 'docs', 'team'])} ${random.integer(1, 1e6)}`;
      default:
        return undefined;
    }
  }

  #walk(value: Json, collection: string | undefined, depth: number): void {
    if (typeof value !== 'object' || value === null || depth > 4) return;
    if (Array.isArray(value)) {
      for (const one of value.slice(0, 20)) this.#walk(one, collection, depth);
      return;
    }
    const { id, status, superseded_by: newer, family, file_path } = value;
    if (typeof family === 'string' && typeof file_path === 'string') {
      this.#documents.push({ family, file_path });
      if (this.#documents.length > MOST) this.#documents.shift();
    }
    // Nothing can be done with it any more.
    const isOver = status === 'superseded' || typeof newer === 'string';
    if (isOver) this.#forget(id);
    for (const [name, one] of Object.entries<Json>(value)) {
      if (name === 'id' && isOver) continue;
      if (typeof one === 'string') this.#keep(name, one, collection);
      else if (name === 'position' && typeof one === 'number') this.#position = Math.max(this.#position, one);
      else this.#walk(one, name in COLLECTION_OF ? COLLECTION_OF[name] : collection, depth + 1);
    }
  }

  #forget(id: unknown): void {
    for (const ids of this.#ids.values()) {
      const at = ids.findIndex((one) => one === id);
      if (at >= 0) ids.splice(at, 1);
    }
  }

  #keep(name: string, value: string, collection: string | undefined): void {
    const of = name === 'id' ? collection : NAMES[name];
    if (of !== undefined) remember(this.#ids.get(of) ?? this.#ids.set(of, []).get(of)!, value);
    if (name === 'fingerprint') remember(this.#fingerprints, value);
    if (name === 'next_cursor') remember(this.#cursors, value);
    if (name === 'etag') remember(this.#tags, value);
  }
}

/** Fields whose values are things of a collection. */
const COLLECTION_OF: Readonly<Record<string, string>> = {
  recommendations: 'recommendations',
  recommendation: 'recommendations',
  validation: 'validations',
  history: 'validations',
  workflow: 'workflows',
  issues: 'none',
};

function subjectsOf(answer: Json, collection: string): Subject[] {
  if (typeof answer !== 'object' || answer === null) return [];
  const proposed = Array.isArray(answer.recommendations) ? answer.recommendations : [];
  return [
    ...(typeof answer.id === 'string' ? [{ collection, id: answer.id }] : []),
    ...proposed.slice(0, 2).map(({ id }: { id: string }) => ({ collection: 'recommendations', id })),
  ];
}

/** Keeps the newest, each once. */
function remember(list: string[], value: string): void {
  if (list.includes(value)) return;
  list.push(value);
  if (list.length > MOST) list.shift();
}

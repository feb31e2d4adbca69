/** Examples of answers, made of their schemas, so that none is ever wrong. Fields have a value that is usual for their name. */
import { ID } from '../../src/describe/examples.ts';
import { isRecord } from './input-schemas.ts';
import type { JsonSchema } from './type-schemas.ts';

const COMPONENT = '#/components/schemas/';
/** Numbers that are usually none. */
const NONE = new Set([
  'warning',
  'info',
  'failed',
  'failing',
  'failures',
  'removed',
  'resolved',
  'changed',
  'superseded',
]);

/** Usual values, by the name of the field. */
const VALUES: Readonly<Record<string, unknown>> = {
  action: 'approve',
  actor: 'ann',
  column: 1,
  confidence: 0.9,
  content_sha256: '3a2b9c6f0d1e4857a6b5c4d3e2f1009182736455463728190a0b0c0d0e0f1011',
  created_by: 'ann',
  cursor: null,
  day: '2026-11-28',
  description: 'Documents of the product Words.',
  detail: 'It was changed since.',
  diff: '@@ -5 +5 @@\n-### Too deep\n+## Too deep\n',
  direction: 'better',
  duration_ms: 12,
  end: 20,
  end_column: 4,
  end_line: 5,
  error: null,
  event: 'gate_changed',
  etag: '"d2a84f4b8b650937ec8f73cd8be2c74add5a911ba64df27458ed8229da804a26"',
  expected: '###',
  family: 'words',
  file_path: 'guides/start.md',
  fingerprint: '1b0d7c5e9a3f4e21',
  fixable: 'suggest',
  flavor: 'gfm',
  folder: 'guides',
  format: 'standard',
  has_more: false,
  head: 417,
  host: 'hooks.example.com',
  ignored_by: 'ann',
  instruction: 'Make the heading level 2.',
  level: 'error',
  line: 5,
  lines: 120,
  message: 'The level of the heading jumps from 1 to 3.',
  mode: 'token',
  name: 'words',
  next_after: 417,
  next_cursor: null,
  outcome: 'fail',
  owner: '@docs-team',
  position: 417,
  purpose: 'Heading levels do not jump.',
  rationale: 'Readers of an outline miss a level.',
  recommendation_type: 'automated',
  review: 'pending',
  role: 'editor',
  rule_id: 'headings/increment',
  ruleset: '5d0e8f2c41aa',
  scope: 'lines:5-5',
  secret: 'whsec_…',
  severity: 'error',
  snippet: '### Too deep',
  source: 'title: Words\nextends: default\n',
  start: 17,
  state: 'completed',
  status: 'proposed',
  summary: 'This change adds 12 findings.',
  text: '##',
  ticket: 'wst_…',
  title: 'Fix heading structure',
  token: 'galley_…',
  total: 1,
  type: 'standard',
  url: 'https://hooks.example.com/galley',
  version: '5d0e8f2c41aa',
};

/**
 * An example of what a schema says: required fields, and lists of one.
 *
 * @param components - the schemas that it may name
 */
export function sampleOf(
  schema: JsonSchema,
  components: Readonly<Record<string, JsonSchema>>,
  name = '',
): unknown {
  const { $ref } = schema;
  if (typeof $ref === 'string') {
    const found = components[$ref.replace(COMPONENT, '')];
    if (!found) throw new Error(`there is no ${$ref}`);
    return sampleOf(found, components, name);
  }
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum'])) return usual(name, schema['enum']);
  const branches: unknown = schema['anyOf'];
  if (Array.isArray(branches))
    return sampleOf(fullest(branches.filter(isRecord), components), components, name);
  const types = [schema['type']].flat();
  const value = VALUES[name];
  if (value !== undefined && types.includes(value === null ? 'null' : typeof value)) return value;
  if (types.includes('null')) return null;
  switch (types[0]) {
    case 'array':
      return isRecord(schema['items']) ? [sampleOf(schema['items'], components, singular(name))] : [];
    case 'object':
      return objectOf(schema, components);
    case 'string':
      return textOf(name, schema);
    case 'number':
    case 'integer':
      return numberOf(name);
    case 'boolean':
      return true;
    default:
      return {};
  }
}

function objectOf(
  { properties, required }: JsonSchema,
  components: Readonly<Record<string, JsonSchema>>,
): unknown {
  if (!isRecord(properties)) return {};
  const names = Array.isArray(required) ? required : [];
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, property]) =>
      names.includes(name) && isRecord(property) ? [[name, sampleOf(property, components, name)]] : [],
    ),
  );
}

/** The branch that requires most. */
function fullest(
  branches: readonly JsonSchema[],
  components: Readonly<Record<string, JsonSchema>>,
): JsonSchema {
  const size = ({ $ref, required }: JsonSchema): number => {
    if (typeof $ref === 'string') return size(components[$ref.replace(COMPONENT, '')] ?? {});
    return Array.isArray(required) ? required.length : 0;
  };
  return branches.toSorted((a, b) => size(b) - size(a))[0] ?? {};
}

function numberOf(name: string): number {
  if (name === 'status') return 200;
  return NONE.has(name) ? 0 : 1;
}

function textOf(name: string, { format, pattern }: JsonSchema): string {
  if (format === 'date-time' || name === 'timestamp') return '2026-11-28T10:30:00.000Z';
  if (name === 'id' || name.endsWith('_id')) return ID;
  return typeof pattern === 'string' ? 'words' : 'text';
}

function usual(name: string, values: readonly unknown[]): unknown {
  const value = VALUES[name];
  return values.includes(value) ? value : values[0];
}

/** `families` has items that are each like `family`. */
function singular(name: string): string {
  return name.replace(/ies$/, 'y').replace(/s$/, '');
}

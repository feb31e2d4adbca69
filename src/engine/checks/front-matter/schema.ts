import { Validator, type OutputUnit, type Schema } from '@cfworker/json-schema';
import type { ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { FrontMatterRuleId } from './rules.ts';
import type { FrontMatterField, ParsedFrontMatter } from '../../document/front-matter-fields.ts';
import type { Pack } from '../../packs/pack.ts';
import { compilePattern, PatternError, type Pattern } from '../../patterns/pattern.ts';

/** Most schema errors that are reported for one document. */
const MAX_SCHEMA_ERRORS = 20;
/** Keywords whose errors only say that a part is wrong, which has an error of its own. */
const CONTAINERS: ReadonlySet<string> = new Set([
  'properties',
  'items',
  'prefixItems',
  'allOf',
  '$ref',
  'additionalProperties',
]);

interface CompiledSchema {
  validator: Validator;
  /** Patterns of fields. They are matched here, in linear time, and not by the library. */
  patterns: ReadonlyMap<string, Pattern>;
}

const compiled = new WeakMap<Pack, CompiledSchema | null>();

/** Checks the values of the front matter against the JSON Schema of the pack. */
export function checkSchema(
  { pack }: DocumentView<FrontMatterRuleId>,
  front: ParsedFrontMatter,
  fields: ReadonlyMap<string, FrontMatterField>,
  report: ReportFinding<FrontMatterRuleId>,
): void {
  const schema = schemaOf(pack);
  if (!schema) return;
  let value: unknown;
  try {
    value = front.document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch (error) {
    // The YAML is valid, but its aliases expand too far.
    if (!(error instanceof ReferenceError)) throw error;
    return;
  }
  const { valid, errors } = schema.validator.validate(value);
  const leaves = valid ? [] : errors.filter(({ keyword }) => !CONTAINERS.has(keyword));
  for (const error of leaves.slice(0, MAX_SCHEMA_ERRORS)) reportError(error, fields, report);
  for (const [name, pattern] of schema.patterns) {
    const field = fields.get(name);
    if (!field || field.text === null || pattern.test(field.text)) continue;
    const { valueStart: start, valueEnd: end } = field;
    report({
      ruleId: 'front-matter/schema',
      start,
      end,
      message: `The field \`${name}\` does not have the form that its family wants.`,
    });
  }
}

function reportError(
  { instanceLocation, error }: OutputUnit,
  fields: ReadonlyMap<string, FrontMatterField>,
  report: ReportFinding<FrontMatterRuleId>,
): void {
  const [name = '', ...within] = instanceLocation.replace(/^#\/?/, '').split('/').map(unescapePointer);
  const field = fields.get(name);
  // An empty field has no value to check. Whether it may be empty is a matter of `front-matter/required`.
  if (field?.text === '') return;
  const path = [name, ...within].join('.');
  const words = error.replaceAll(/\s+/g, ' ');
  const message =
    name === ''
      ? `The front matter is not as its family wants it: ${words}`
      : `The field \`${path}\` is not as its family wants it: ${words}`;
  const place = field ? { start: field.valueStart, end: field.valueEnd } : firstOf(fields);
  report({ ruleId: 'front-matter/schema', ...place, message });
}

function firstOf(fields: ReadonlyMap<string, FrontMatterField>): { start: number; end: number } {
  for (const { keyStart, keyEnd } of fields.values()) return { start: keyStart, end: keyEnd };
  return { start: 0, end: 0 };
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

function schemaOf(pack: Pack): CompiledSchema | null {
  const known = compiled.get(pack);
  if (known !== undefined) return known;
  const { schema } = pack.front_matter;
  const made = schema ? compile(schema) : null;
  compiled.set(pack, made);
  return made;
}

function compile(schema: Schema): CompiledSchema {
  const patterns = new Map<string, Pattern>();
  const properties: Record<string, Schema | boolean> = {};
  for (const [name, property] of Object.entries<unknown>(Object(schema['properties']))) {
    if (typeof property !== 'object' || property === null) properties[name] = property !== false;
    else {
      const { pattern, ...rest }: Schema = { ...property };
      if (pattern !== undefined) patterns.set(name, compilePattern(pattern));
      properties[name] = rest;
    }
  }
  return { validator: new Validator({ ...schema, properties }, '2020-12', false), patterns };
}

/**
 * What a family's schema may not say, because it would need another document, or could hang the run.
 *
 * @returns what is wrong, with its place; nothing when it can be used
 */
export function schemaProblems(
  schema: Readonly<Record<string, unknown>>,
): { path: string; message: string }[] {
  const problems: { path: string; message: string }[] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const at = `${path}.${key}`;
      if (key === '$ref' && !String(inner).startsWith('#'))
        problems.push({ path: at, message: 'must be within the schema' });
      else if (key === 'patternProperties') problems.push({ path: at, message: 'is not supported' });
      else if (key === 'pattern' && typeof inner === 'string') checkPattern(inner, at, problems);
      else walk(inner, at);
    }
  };
  walk(schema, 'front_matter.schema');
  return problems;
}

const FIELD_PATTERN = /^front_matter\.schema\.properties\.[^.]+\.pattern$/;

function checkPattern(pattern: string, path: string, problems: { path: string; message: string }[]): void {
  if (!FIELD_PATTERN.test(path)) {
    problems.push({ path, message: 'is only supported right in a field' });
    return;
  }
  try {
    compilePattern(pattern);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    problems.push({ path, message: error.message });
  }
}

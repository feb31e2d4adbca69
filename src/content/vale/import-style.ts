import * as v from 'valibot';
import { parseDocument } from 'yaml';
import { PatternError } from '../patterns/pattern.ts';
import { compileCheck } from './compile.ts';
import { valeRuleSchema, type ImportedStyle, type ValeRule } from './imported-style.ts';

/** Longest file of a style that is read, in UTF-16 code units. */
export const MAX_STYLE_FILE_LENGTH = 500_000;

/** Checks that can't be run here, and why. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  script: 'runs a program of its own (Tengo), which a service must not do for its users',
  sequence: 'needs the part of speech of every word, which Galley does not know',
};
const LEVELS: Readonly<Record<string, ValeRule['level']>> = {
  suggestion: 'info',
  warning: 'warning',
  error: 'error',
};
const COMMON = [
  'extends',
  'message',
  'level',
  'link',
  'scope',
  'action',
  'description',
  'name',
  'limit',
  'vocab',
];
/** The fields that each check has beside the common ones. */
const FIELDS: Readonly<Record<ValeRule['extends'], readonly string[]>> = {
  existence: ['tokens', 'raw', 'append', 'ignorecase', 'nonword', 'exceptions'],
  substitution: ['swap', 'ignorecase', 'nonword', 'exceptions', 'capitalize'],
  occurrence: ['token', 'max', 'min', 'ignorecase'],
  repetition: ['tokens', 'max', 'alpha', 'ignorecase', 'exceptions'],
  consistency: ['either', 'ignorecase', 'nonword'],
  conditional: ['first', 'second', 'ignorecase', 'exceptions'],
  capitalization: ['match', 'style', 'indicators', 'exceptions', 'threshold', 'prefix'],
  metric: ['formula', 'condition'],
  readability: ['metrics', 'grade'],
  spelling: ['filters', 'ignore', 'dictionaries', 'custom', 'append', 'dicpath', 'exceptions'],
};

/**
 * Takes over a Vale style as it is. What can't be used is listed, never dropped in silence.
 *
 * @param name - of the style, as its rules are called: `Google` for `Google.Headings`
 * @param files - texts by their path in the style's folder; rules are `*.yml`, vocabularies `accept.txt` and `reject.txt`
 */
export function importStyle(name: string, files: ReadonlyMap<string, string>): ImportedStyle {
  const style: ImportedStyle = {
    name,
    rules: [],
    vocab: { accept: [], reject: [] },
    unsupported: [],
    problems: [],
  };
  for (const [path, text] of [...files].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const file = path.split('/').at(-1) ?? path;
    if (text.length > MAX_STYLE_FILE_LENGTH) {
      style.problems.push({ file: path, message: `is longer than ${MAX_STYLE_FILE_LENGTH} characters` });
    } else if (/\.ya?ml$/i.test(file)) readRule(style, path, file, text);
    else if (/^(?:accept|vocab)\.txt$/i.test(file)) style.vocab.accept.push(...readWords(text));
    else if (/^reject\.txt$/i.test(file)) style.vocab.reject.push(...readWords(text));
  }
  return style;
}

function readWords(text: string): string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function readRule(style: ImportedStyle, path: string, file: string, text: string): void {
  const document = parseDocument(text, { logLevel: 'silent', uniqueKeys: false });
  const [error] = document.errors;
  if (error) {
    style.problems.push({ file: path, message: error.message.split('\n')[0] ?? error.message });
    return;
  }
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  if (typeof value !== 'object' || value === null || !('extends' in value)) {
    style.problems.push({ file: path, message: 'is no rule: it has no `extends`' });
    return;
  }
  const id = `${style.name}.${file.replace(/\.ya?ml$/i, '')}`;
  const kind = String(value.extends);
  const reason = UNSUPPORTED[kind];
  if (reason !== undefined) {
    style.unsupported.push({ rule: id, reason: `"${kind}" ${reason}` });
    return;
  }
  if (!isKind(kind)) {
    style.problems.push({ file: path, message: `extends "${kind}", which is no check that is known` });
    return;
  }
  const fields: Record<string, unknown> = { ...value };
  const unknown = Object.keys(fields).filter((key) => !COMMON.includes(key) && !FIELDS[kind].includes(key));
  if (unknown.length > 0)
    style.problems.push({ file: path, message: `has unknown fields: ${unknown.join(', ')}` });
  const parsed = v.safeParse(valeRuleSchema, withDefaults(id, kind, fields));
  if (!parsed.success) {
    const [issue] = parsed.issues;
    style.problems.push({ file: path, message: `${v.getDotPath(issue) ?? ''}: ${issue.message}` });
    return;
  }
  try {
    compileCheck(parsed.output, { accept: [], spelling: null });
    style.rules.push(parsed.output);
  } catch (problem) {
    if (!(problem instanceof PatternError)) throw problem;
    style.problems.push({ file: path, message: problem.message });
  }
}

function isKind(kind: string): kind is ValeRule['extends'] {
  return Object.hasOwn(FIELDS, kind);
}

function withDefaults(id: string, kind: ValeRule['extends'], fields: Record<string, unknown>): unknown {
  const { action, scope = 'text', level = 'warning' } = fields;
  const list = (name: string): string[] => asList(fields[name]);
  const flag = (name: string): boolean => fields[name] === true;
  const common = {
    id,
    extends: kind,
    message: fields['message'],
    level: LEVELS[String(level)] ?? level,
    scope: asList(scope),
    ...(typeof fields['link'] === 'string' && { link: fields['link'] }),
    ...(typeof action === 'object' &&
      action !== null && {
        action: { name: String(Object(action).name), params: asList(Object(action).params) },
      }),
    ignorecase: flag('ignorecase'),
    nonword: flag('nonword'),
    exceptions: list('exceptions'),
    tokens: list('tokens'),
  };
  switch (kind) {
    case 'existence':
      return { ...common, raw: list('raw'), append: flag('append') };
    case 'substitution':
      return { ...common, swap: asPairs(fields['swap']) };
    case 'occurrence':
      return { ...common, token: fields['token'], ...pick(fields, ['max', 'min']) };
    case 'repetition':
      return { ...common, max: fields['max'] ?? 0, alpha: flag('alpha') };
    case 'consistency':
      return { ...common, either: asPairs(fields['either']) };
    case 'conditional':
      return { ...common, first: fields['first'], second: fields['second'] };
    case 'capitalization':
      return {
        ...common,
        match: fields['match'],
        style: fields['style'] ?? 'AP',
        indicators: list('indicators'),
        threshold: fields['threshold'] ?? DEFAULT_THRESHOLD,
      };
    case 'metric':
      return { ...common, formula: fields['formula'], condition: fields['condition'] };
    case 'readability':
      return { ...common, metrics: list('metrics'), grade: fields['grade'] };
    case 'spelling':
      return { ...common, filters: list('filters'), ignore: list('ignore') };
  }
}

const DEFAULT_THRESHOLD = 0.8;

function pick(fields: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => name in fields).map((name) => [name, fields[name]]));
}

function asList(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map((one) => String(one));
}

/** Longer patterns first: of two that match at one place the more specific one speaks. */
function asPairs(value: unknown): [string, string][] {
  const entries = (Array.isArray(value) ? value : [value]).flatMap((one) => Object.entries(Object(one)));
  return entries
    .map(([key, replacement]): [string, string] => [key, String(replacement)])
    .toSorted(([a], [b]) => b.length - a.length);
}

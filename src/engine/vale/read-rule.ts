import { parseDocument } from 'yaml';
import * as v from 'valibot';
import { PatternError } from '../patterns/pattern.ts';
import { compileCheck } from './compile.ts';
import { valeRuleSchema, type ValeRule } from './imported-style.ts';
import { withoutRefused } from './refused-patterns.ts';
import { parseSelector } from './scope.ts';

/** The result of reading a rule's file: the rule, or the reason why there is none, and the unused fields. */
export interface ReadRule {
  rule?: ValeRule;
  unsupported?: string;
  problems: { message: string; line?: number }[];
}

/** Maximum YAML aliases in a file. Aliases multiply the size of the result. */
const MAX_YAML_ALIASES = 100;
const DEFAULT_THRESHOLD = 0.8;

/** Checks that cannot run in this service, and why. */
const UNSUPPORTED: ReadonlyMap<string, string> = new Map([
  ['script', 'runs a program of its own, which a service must not do for its users'],
  ['sequence', 'needs the part of speech of every word, which Galley does not know'],
]);
const LEVELS: ReadonlyMap<string, ValeRule['level']> = new Map([
  ['suggestion', 'info'],
  ['warning', 'warning'],
  ['error', 'error'],
]);
const COMMON = 'extends message level link scope action description name limit vocab tags'.split(' ');
/** The fields of each check in addition to the common ones. */
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
  spelling: ['filters', 'ignore', 'custom', 'exceptions'],
};

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads one rule of a Vale style.
 *
 * @param id - `Style.Rule`
 * @param text - YAML of the file
 * @param wordList - returns the words of a list that a spelling rule names, by path; null if there is no such list
 */
export function readRule(id: string, text: string, wordList: (path: string) => string[] | null): ReadRule {
  const problems: ReadRule['problems'] = [];
  const refused = (message: string, line?: number): ReadRule => ({
    problems: [...problems, { message, ...(line !== undefined && { line }) }],
  });
  const document = parseDocument(text, { logLevel: 'silent', uniqueKeys: false });
  const [error] = document.errors;
  if (error) return refused(firstLine(error.message), error.linePos?.[0].line);
  let fields: Fields;
  try {
    fields = asFields(document.toJS({ maxAliasCount: MAX_YAML_ALIASES }));
  } catch (problem) {
    return refused(problem instanceof Error ? firstLine(problem.message) : String(problem));
  }
  if (fields['extends'] === undefined) return refused('is no rule: it has no `extends`');
  const kind = asText(fields['extends']);
  const lack = UNSUPPORTED.get(kind);
  if (lack !== undefined) return { unsupported: `"${kind}" ${lack}`, problems };
  if (!isKind(kind)) return refused(`extends "${kind}", which is no check that is known`);

  const unread = asList(fields['scope']).filter((scope) => parseSelector(scope) === null);
  if (unread.length > 0) {
    const message = `looks at ${unread.map((scope) => `"${scope}"`).join(', ')}, which is not read here`;
    if (unread.length === asList(fields['scope']).length) return { unsupported: message, problems };
    problems.push({ message });
  }
  const unknown = Object.keys(fields).filter((key) => !COMMON.includes(key) && !FIELDS[kind].includes(key));
  if (unknown.length > 0)
    problems.push({ message: `has fields that are not used here: ${unknown.join(', ')}` });

  const ignore = asList(fields['ignore']).flatMap((path) => {
    const words = wordList(path);
    if (!words) problems.push({ message: `names a list of words that is not there: ${path}` });
    return words ?? [];
  });
  const parsed = v.safeParse(valeRuleSchema, {
    ...ruleOf(id, kind, fields),
    ...(kind === 'spelling' && { ignore }),
  });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return refused(`${v.getDotPath(issue) ?? 'it'}: ${issue.message}`);
  }
  const reason = refusalOf(parsed.output);
  if (reason === null) return { rule: parsed.output, problems };
  const reduced = withoutRefused(parsed.output);
  if (!reduced || refusalOf(reduced.rule) !== null) return refused(reason);
  return { rule: reduced.rule, problems: [...problems, ...reduced.messages.map((message) => ({ message }))] };
}

/** Why a rule can't be compiled; null when it can. */
function refusalOf(rule: ValeRule): string | null {
  try {
    compileCheck(rule, { accept: [], spelling: null });
    return null;
  } catch (problem) {
    if (problem instanceof PatternError) return problem.message;
    throw problem;
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}

function isKind(kind: string): kind is ValeRule['extends'] {
  return Object.hasOwn(FIELDS, kind);
}

function ruleOf(id: string, kind: ValeRule['extends'], fields: Fields): Fields {
  const { level = 'warning', action } = fields;
  const { name, params } = asFields(action);
  const common = {
    id,
    extends: kind,
    message: fields['message'],
    level: LEVELS.get(String(level)) ?? level,
    scope: asList(fields['scope'] ?? 'text'),
    vocab: fields['vocab'] !== false,
    ...present(fields, ['link', 'limit']),
    ...(name !== undefined && { action: { name: asText(name), params: asList(params) } }),
    ignorecase: fields['ignorecase'] === true,
    nonword: fields['nonword'] === true,
    exceptions: asList(fields['exceptions']),
    tokens: asList(fields['tokens']),
  };
  switch (kind) {
    case 'existence':
      return { ...common, raw: asList(fields['raw']), append: fields['append'] === true };
    case 'substitution':
      return { ...common, swap: asPairs(fields['swap']), capitalize: fields['capitalize'] === true };
    case 'occurrence':
      return { ...common, token: fields['token'], ...present(fields, ['max', 'min']) };
    case 'repetition':
      return { ...common, max: fields['max'] ?? 0, alpha: fields['alpha'] === true };
    case 'consistency':
      return { ...common, either: asPairs(fields['either']) };
    case 'conditional':
      return { ...common, first: fields['first'], second: fields['second'] };
    case 'capitalization':
      return {
        ...common,
        match: fields['match'],
        style: fields['style'] ?? 'AP',
        indicators: asList(fields['indicators']),
        threshold: fields['threshold'] ?? DEFAULT_THRESHOLD,
        ...present(fields, ['prefix']),
      };
    case 'metric':
      return { ...common, formula: fields['formula'], condition: fields['condition'] };
    case 'readability':
      return { ...common, metrics: asList(fields['metrics']), grade: fields['grade'] };
    case 'spelling':
      return { ...common, filters: asList(fields['filters']), custom: fields['custom'] === true };
  }
}

function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function present(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(
    names
      .filter((name) => fields[name] !== undefined && fields[name] !== null)
      .map((name) => [name, fields[name]]),
  );
}

function asList(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map((one) => asText(one));
}

/** Converts a scalar to text, since YAML may read it as a number or boolean. */
function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

/** Sorts longer patterns first, so that the most specific one matches. */
function asPairs(value: unknown): [string, string][] {
  return (Array.isArray(value) ? value : [value])
    .flatMap((one) => Object.entries(asFields(one)))
    .map(([key, replacement]): [string, string] => [key, asText(replacement)])
    .toSorted(([a], [b]) => b.length - a.length);
}

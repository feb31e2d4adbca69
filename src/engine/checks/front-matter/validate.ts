import type { Finding, ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { DocumentRuleId } from '../document/rules.ts';
import type { FrontMatterRuleId } from './rules.ts';
import { isJson, type FrontMatterBlock } from '../../document/front-matter-block.ts';
import {
  MAX_FRONT_MATTER_LENGTH,
  parseFrontMatter,
  readFrontMatterFields,
  type FrontMatterField,
  type ParsedFrontMatter,
} from '../../document/front-matter-fields.ts';
import { tomlKeys } from '../../document/toml-keys.ts';
import type { Pack } from '../../packs/pack.ts';
import { checkDates } from './dates.ts';
import { checkSchema } from './schema.ts';

/** Most syntax errors that are reported. Later errors are often consequences of the first. */
const MAX_YAML_ERRORS = 5;

/** Checks the syntax of the front matter, and the fields that the pack requires. */
export function validateFrontMatter(
  view: DocumentView<FrontMatterRuleId>,
  report: ReportFinding<FrontMatterRuleId | DocumentRuleId>,
): void {
  const { frontMatter, pack } = view;
  if (!frontMatter) {
    if (requiredFields(pack).length > 0) reportMissing(view, report);
    return;
  }
  if (frontMatter.format === 'toml') {
    checkToml(view, frontMatter, report);
    return;
  }
  if (!frontMatter.closed) {
    reportUnclosed(view, frontMatter, report);
    return;
  }
  const front = parseFrontMatter(view);
  if (!front) {
    report({
      ruleId: 'document/too-complex',
      start: frontMatter.openStart,
      end: frontMatter.openEnd,
      message: `The front matter was not validated: it is longer than ${MAX_FRONT_MATTER_LENGTH} characters.`,
    });
    return;
  }
  if (!front.plain) reportYaml(view, front, report);
  const isRight = front.plain !== null || front.document.errors.length === 0;
  if (frontMatter.format === 'json' && isRight) reportJson(view, frontMatter, report);
  const fields = readFrontMatterFields(view);
  if (fields) {
    checkFields(view, frontMatter, fields, report);
    checkDates(view, fields, report);
    if (isRight) checkSchema(view, front, fields, report);
  } else if (isRight) {
    const { contentStart, contentEnd } = frontMatter;
    report({
      ruleId: 'front-matter/not-a-mapping',
      start: contentStart,
      end: trimEnd(view.text, contentStart, contentEnd),
      message: 'The front matter is no mapping of fields to values.',
    });
  }
}

function reportYaml(
  { text }: DocumentView<FrontMatterRuleId>,
  { document, loose, offsetAt }: ParsedFrontMatter,
  report: ReportFinding<FrontMatterRuleId>,
): void {
  for (const { start, end } of loose) {
    report({
      ruleId: 'front-matter/yaml-warning',
      start: offsetAt(start),
      end: offsetAt(end),
      message:
        'The value goes on in a line that is not indented. YAML 1.2 forbids that, so some readers refuse it.',
    });
  }
  const errors = withoutConsequences(document.errors, text, offsetAt);
  for (const error of errors.slice(0, MAX_YAML_ERRORS)) {
    const ruleId = error.code === 'DUPLICATE_KEY' ? 'front-matter/duplicate-key' : 'front-matter/syntax';
    const place = span(text, offsetAt(error.pos[0]), offsetAt(error.pos[1]));
    report({ ruleId, ...place, message: sentence(error.message) });
  }
  for (const warning of document.warnings.slice(0, MAX_YAML_ERRORS)) {
    const place = span(text, offsetAt(warning.pos[0]), offsetAt(warning.pos[1]));
    report({ ruleId: 'front-matter/yaml-warning', ...place, message: sentence(warning.message) });
  }
}

/** After a quote or a bracket that is not closed, whatever follows is read wrongly, and so is the rest of a line. */
function withoutConsequences(
  errors: ParsedFrontMatter['document']['errors'],
  text: string,
  offsetAt: ParsedFrontMatter['offsetAt'],
): ParsedFrontMatter['document']['errors'] {
  const unclosed = errors.findIndex(
    ({ code, message }) =>
      (code === 'MISSING_CHAR' && message.endsWith('quote')) ||
      (code === 'BAD_INDENT' && message.startsWith('Flow ')),
  );
  const causes = unclosed === -1 ? errors : errors.slice(0, unclosed + 1);
  return causes.filter((error, index) => {
    const before = causes[index - 1];
    if (!before) return true;
    const between = text.slice(offsetAt(before.pos[0]), offsetAt(error.pos[0]));
    const lines = between.split(/\r\n|\r|\n/).length;
    // A bracket or a list that is found open on the next lines holds what was wrong before.
    const isAfter =
      error.code === 'MULTILINE_IMPLICIT_KEY' ||
      (error.code === 'BAD_INDENT' && error.message.startsWith('Flow '));
    return lines > (isAfter ? 2 : 1);
  });
}

/** What YAML takes may be no JSON all the same, e.g. after a comma too many. */
function reportJson(
  { text }: DocumentView<FrontMatterRuleId>,
  { openStart, openEnd, contentStart, contentEnd }: FrontMatterBlock,
  report: ReportFinding<FrontMatterRuleId>,
): void {
  if (isJson(text.slice(contentStart, contentEnd))) return;
  const message = 'The front matter is not valid JSON.';
  report({ ruleId: 'front-matter/syntax', start: openStart, end: openEnd, message });
}

/** Of TOML, only the names of fields are read. */
function checkToml(
  { text, pack }: DocumentView<FrontMatterRuleId>,
  block: FrontMatterBlock,
  report: ReportFinding<FrontMatterRuleId>,
): void {
  const content = text.slice(
    block.contentStart,
    Math.min(block.contentEnd, block.contentStart + MAX_FRONT_MATTER_LENGTH),
  );
  const names = tomlKeys(content);
  for (const name of requiredFields(pack)) {
    if (names.has(name)) continue;
    const message = `The field \`${name}\` is missing.`;
    report({ ruleId: 'front-matter/required', start: block.openStart, end: block.openEnd, message });
  }
}

/** Whether the front matter has a `title` that is not empty. Such a title takes the place of a heading of level 1. */
export function hasFrontMatterTitle(view: Pick<DocumentView, 'text' | 'frontMatter'>): boolean {
  const block = view.frontMatter;
  if (!block) return false;
  if (block.format === 'json') return Boolean(readFrontMatterFields(view)?.get('title')?.text);
  const content = view.text.slice(
    block.contentStart,
    Math.min(block.contentEnd, block.contentStart + MAX_FRONT_MATTER_LENGTH),
  );
  return /^["']?title["']?[ \t]*[:=][ \t]*[^\s#]/im.test(content.replaceAll('\r', '\n'));
}

function checkFields(
  view: DocumentView<FrontMatterRuleId>,
  block: FrontMatterBlock,
  fields: ReadonlyMap<string, FrontMatterField>,
  report: ReportFinding<FrontMatterRuleId>,
): void {
  const required = requiredFields(view.pack);
  const { recommended = [] } = view.pack.front_matter;
  const fence = { start: block.openStart, end: block.openEnd };
  for (const name of required) {
    const field = fields.get(name);
    if (field && field.text !== '') continue;
    const guess = name === 'title' && !field ? titleFromHeading(view) : null;
    const finding: Finding<FrontMatterRuleId> = {
      ruleId: 'front-matter/required',
      ...(field ? { start: field.keyStart, end: field.keyEnd } : fence),
      message: field ? `The field \`${name}\` is empty.` : `The field \`${name}\` is missing.`,
      suggestion: `Add \`${block.format === 'json' ? `"${name}": "…"` : `${name}: …`}\` to the front matter.`,
    };
    if (guess !== null && block.format === 'yaml') {
      const insertion = `title: ${quote(guess)}${view.lineEnding}`;
      finding.replacements = [{ start: block.contentStart, end: block.contentStart, text: insertion }];
    }
    report(finding);
  }
  const missing = recommended.filter((name) => !fields.has(name));
  if (missing.length > 0) {
    const names = missing.map((name) => `\`${name}\``).join(', ');
    report({
      ruleId: 'front-matter/recommended',
      ...fence,
      message: `Fields that pages normally have are missing: ${names}.`,
    });
  }
}

function requiredFields(pack: Pack): readonly string[] {
  return pack.front_matter.required ?? [];
}

function reportMissing(
  view: DocumentView<FrontMatterRuleId>,
  report: ReportFinding<FrontMatterRuleId>,
): void {
  const start = view.bodyStart;
  const names = requiredFields(view.pack)
    .map((name) => `\`${name}\``)
    .join(', ');
  const title = titleFromHeading(view);
  const finding: Finding<FrontMatterRuleId> = {
    ruleId: 'front-matter/missing',
    start,
    end: Math.max(start, view.lines.contentEnd(1)),
    message: `The document has no front matter; its family requires ${names}.`,
  };
  if (title !== null) {
    const eol = view.lineEnding;
    const block = `---${eol}title: ${quote(title)}${eol}---${eol}${eol}`;
    finding.replacements = [{ start, end: start, text: block }];
  }
  report(finding);
}

function reportUnclosed(
  { text, lineEnding }: DocumentView<FrontMatterRuleId>,
  block: FrontMatterBlock,
  report: ReportFinding<FrontMatterRuleId>,
): void {
  const { contentEnd } = block;
  const needsEnding = !/[\r\n]$/.test(text.slice(Math.max(0, contentEnd - 1), contentEnd));
  report({
    ruleId: 'front-matter/unclosed',
    start: block.openStart,
    end: block.openEnd,
    message: 'The front matter is opened by `---` but never closed.',
    replacements: [
      { start: contentEnd, end: contentEnd, text: `${needsEnding ? lineEnding : ''}---${lineEnding}` },
    ],
  });
}

function titleFromHeading({ outline }: DocumentView<FrontMatterRuleId>): string | null {
  const title = outline?.headings.find(({ level, nested }) => level === 1 && !nested)?.text ?? '';
  return title === '' || /[\p{Cc}]/u.test(title) ? null : title;
}

/** Writes a string as YAML: plain where that is safe, else in double quotes, as in JSON. */
function quote(text: string): string {
  return /^[A-Za-z][\w ,.()/-]*$/.test(text) && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);
}

/** Widens an empty span by one code unit, so that the finding is visible. */
function span(text: string, start: number, end: number): { start: number; end: number } {
  if (end > start) return { start, end: trimEnd(text, start, end) };
  const next = text[start];
  return { start, end: next === undefined || next === '\n' || next === '\r' ? start : start + 1 };
}

function trimEnd(text: string, start: number, end: number): number {
  while (end > start && /\s/.test(text[end - 1] ?? '')) end -= 1;
  return end;
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

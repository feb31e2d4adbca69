import { isMap, isScalar, parseDocument, type YAMLMap } from 'yaml';
import type { DocumentView, Finding, Report } from '../finding.ts';
import type { FrontMatterBlock } from '../front-matter-block.ts';
import type { Pack } from '../packs/pack.ts';

/** Longest front matter that is parsed, in UTF-16 code units: the YAML parser compares each key with each. */
export const MAX_FRONT_MATTER_LENGTH = 32_000;
/** Most syntax errors reported: the first is the cause, many that follow are not. */
const MAX_YAML_ERRORS = 5;

interface FieldValue {
  /** null for what is no scalar, e.g. a list. */
  text: string | null;
  keyStart: number;
  keyEnd: number;
  empty: boolean;
}

/** Checks the front matter's YAML, and that it has the fields of the document's family. */
export function validateFrontMatter(view: DocumentView, report: Report): void {
  const { frontMatter, pack } = view;
  if (!frontMatter) {
    if (requiredFields(pack).length > 0) reportMissing(view, report);
    return;
  }
  if (frontMatter.format !== 'yaml') return;
  if (!frontMatter.closed) {
    reportUnclosed(view, frontMatter, report);
    return;
  }
  const fields = readFields(view, frontMatter, report);
  if (fields) checkFields(view, frontMatter, fields, report);
}

/** Whether the front matter has a `title` with text in it, which stands for a heading of level 1. */
export function hasFrontMatterTitle(view: DocumentView): boolean {
  const block = view.frontMatter;
  if (!block) return false;
  const content = view.text.slice(
    block.contentStart,
    Math.min(block.contentEnd, block.contentStart + MAX_FRONT_MATTER_LENGTH),
  );
  return /^["']?title["']?[ \t]*[:=][ \t]*[^\s#]/im.test(content.replaceAll('\r', '\n'));
}

function readFields(
  { text }: DocumentView,
  block: FrontMatterBlock,
  report: Report,
): Map<string, FieldValue> | null {
  const { contentStart, contentEnd } = block;
  if (contentEnd - contentStart > MAX_FRONT_MATTER_LENGTH) {
    report({
      ruleId: 'document/too-complex',
      start: block.openStart,
      end: block.openEnd,
      message: `The front matter was not validated: it is longer than ${MAX_FRONT_MATTER_LENGTH} characters.`,
    });
    return null;
  }
  // The YAML parser takes a lone `\r` for a character of the line; the replacement keeps the length.
  const source = text.slice(contentStart, contentEnd).replaceAll(/\r(?!\n)/g, '\n');
  const document = parseDocument(source, { prettyErrors: false, logLevel: 'silent' });
  const at = (position: number): number => contentStart + Math.min(Math.max(position, 0), source.length);
  for (const error of document.errors.slice(0, MAX_YAML_ERRORS)) {
    const ruleId = error.code === 'DUPLICATE_KEY' ? 'front-matter/duplicate-key' : 'front-matter/syntax';
    report({ ruleId, ...span(text, at(error.pos[0]), at(error.pos[1])), message: sentence(error.message) });
  }
  for (const warning of document.warnings.slice(0, MAX_YAML_ERRORS)) {
    report({
      ruleId: 'front-matter/yaml-warning',
      ...span(text, at(warning.pos[0]), at(warning.pos[1])),
      message: sentence(warning.message),
    });
  }
  const { contents } = document;
  if (isMap(contents)) return collectFields(contents, contentStart);
  if (document.errors.length > 0) return null;
  if (contents === null || (isScalar(contents) && contents.value === null)) return new Map();
  report({
    ruleId: 'front-matter/not-a-mapping',
    start: contentStart,
    end: trimEnd(text, contentStart, contentEnd),
    message: 'The front matter is no mapping of fields to values.',
  });
  return null;
}

function collectFields(map: YAMLMap, offset: number): Map<string, FieldValue> {
  const fields = new Map<string, FieldValue>();
  for (const { key, value } of map.items) {
    if (!isScalar(key)) continue;
    const [keyStart, keyEnd] = key.range ?? [0, 0];
    const text = isScalar(value) ? scalarText(value.value) : null;
    const empty = value === null || text === '';
    fields.set(scalarText(key.value), { text, keyStart: offset + keyStart, keyEnd: offset + keyEnd, empty });
  }
  return fields;
}

function scalarText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
    ? String(value)
    : '';
}

function checkFields(
  view: DocumentView,
  block: FrontMatterBlock,
  fields: ReadonlyMap<string, FieldValue>,
  report: Report,
): void {
  const required = requiredFields(view.pack);
  const { recommended = [] } = view.pack.front_matter;
  const fence = { start: block.openStart, end: block.openEnd };
  for (const name of required) {
    const field = fields.get(name);
    if (field && !field.empty) continue;
    const guess = name === 'title' && !field ? titleFromHeading(view) : null;
    const finding: Finding = {
      ruleId: 'front-matter/required',
      ...(field ? { start: field.keyStart, end: field.keyEnd } : fence),
      message: field ? `The field \`${name}\` is empty.` : `The field \`${name}\` is missing.`,
      suggestion: `Add \`${name}: …\` to the front matter.`,
    };
    if (guess !== null) {
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

function reportMissing(view: DocumentView, report: Report): void {
  const start = view.bodyStart;
  const names = requiredFields(view.pack)
    .map((name) => `\`${name}\``)
    .join(', ');
  const title = titleFromHeading(view);
  const finding: Finding = {
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

function reportUnclosed({ text, lineEnding }: DocumentView, block: FrontMatterBlock, report: Report): void {
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

function titleFromHeading({ outline }: DocumentView): string | null {
  const title = outline?.headings.find(({ level, nested }) => level === 1 && !nested)?.text ?? '';
  return title === '' || /[\p{Cc}]/u.test(title) ? null : title;
}

/** A string as YAML: plain where that is safe, else in double quotes, which YAML shares with JSON. */
function quote(text: string): string {
  return /^[A-Za-z][\w ,.()/-]*$/.test(text) && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);
}

/** A finding of no width would be hard to see: it takes the code unit after it along. */
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

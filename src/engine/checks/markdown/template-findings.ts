import { firstSpanEndingAfter, TEMPLATE_MASK, touchesTemplate } from '../../flavors/template-span.ts';
import { FLAVOR_TRAITS } from '../../flavors/flavor.ts';
import type { Finding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';

/** Rules about empty lines: next to a template on its own line they can't know what stands there. */
const BLANK_LINES: ReadonlySet<string> = new Set(['MD012', 'MD022', 'MD028', 'MD031', 'MD032', 'MD058']);
/** Rules of layout by columns, which the body of an admonition shifts. */
const COLUMNS: ReadonlySet<string> = new Set(['MD004', 'MD005', 'MD007', 'MD030', 'MD046']);

/** A quote that begins with the mark of an alert, a word in bold, or a sign: `[!NOTE]`, `**Note**`, `:bulb:`. */
const NOTE =
  /^\s*(?:(?:[-*+]|\d+[.)])[ \t]+)?(?:>[ \t]*)+(?:\[!|\*\*\w|__\w|:\w+:|\p{Extended_Pictographic})/u;
const MAX_MARK_LENGTH = 100;
/** Most lines of a quote that are gone back over to find how it begins. */
const MAX_NOTE_LINES = 500;
/** The text of a definition list, whose further paragraphs are indented as code is. */
const DEFINITION_BODY = /^ {0,3}:[ \t]+\S[^\n]*\n(?:[ \t]*\n)*(?: {4}|\t)/m;

/** Whether a finding is about a template, or about what only a template makes of the lines around it. */
export function isAboutTemplate(
  view: Pick<DocumentView, 'text' | 'flavor' | 'lines' | 'templates'>,
  { ruleId, start, end, replacements = [] }: Finding,
): boolean {
  const { text, flavor, templates } = view;
  const traits = FLAVOR_TRAITS[flavor];
  if (!traits.templates) return false;
  // Python-Markdown indents by four columns, and JSX has no indented code.
  if (traits.parser === 'python-markdown' && (ruleId === 'MD007' || ruleId === 'MD046')) return true;
  if (traits.jsx && ruleId === 'MD046') return true;
  if (ruleId === 'MD028' && isBetweenNotes(text, start, end)) return true;
  if (ruleId === 'MD046' && hasDefinitionBody(view)) return true;
  if (templates.length === 0) return false;
  if (touchesTemplate(templates, start, Math.max(end, start + 1))) return true;
  if (replacements.some((one) => touchesTemplate(templates, one.start, one.end))) return true;
  // An edit that copies hidden text from elsewhere would write the mask.
  if (replacements.some((one) => one.text.includes(TEMPLATE_MASK))) return true;
  const isIndent = ruleId === 'MD010' && text.slice(text.lastIndexOf('\n', start) + 1, end).trim() === '';
  if (isIndent || COLUMNS.has(ruleId)) return hasContainer(templates);
  if (!BLANK_LINES.has(ruleId)) return false;
  const places = [{ start, end }, ...replacements];
  return places.some((place) => isNextToTemplate(view, place.start, place.end));
}

// Many findings may ask the same of a document.
const definitionBodies = new WeakMap<object, boolean>();
const containers = new WeakMap<object, boolean>();

function hasDefinitionBody({ text, lines }: Pick<DocumentView, 'text' | 'lines'>): boolean {
  const found = definitionBodies.get(lines) ?? DEFINITION_BODY.test(text);
  definitionBodies.set(lines, found);
  return found;
}

function hasContainer(templates: DocumentView['templates']): boolean {
  const found = containers.get(templates) ?? templates.some(({ mask }) => mask === 'container');
  containers.set(templates, found);
  return found;
}

/** Whether one of the quotes around an empty line says what it is: joined, one note would become part of the other. */
function isBetweenNotes(text: string, start: number, end: number): boolean {
  if (NOTE.test(text.slice(end, end + MAX_MARK_LENGTH))) return true;
  let lineStart = text.lastIndexOf('\n', start - 1) + 1;
  for (let lines = 0; lineStart > 0 && lines < MAX_NOTE_LINES; lines += 1) {
    const above = text.lastIndexOf('\n', lineStart - 2) + 1;
    const line = text.slice(above, lineStart);
    if (!/^[\s]*(?:(?:[-*+]|\d+[.)])[ \t]+)?>/.test(line)) break;
    lineStart = above;
  }
  return NOTE.test(text.slice(lineStart, lineStart + MAX_MARK_LENGTH));
}

/** Whether nothing but empty lines is between a place and a template on lines of its own. */
function isNextToTemplate(
  { text, templates }: Pick<DocumentView, 'text' | 'templates'>,
  start: number,
  end: number,
): boolean {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  const next = firstSpanEndingAfter(templates, lineStart);
  const before = templates[next - 1];
  const after = templates[next];
  const isAfter = before?.ownLine === true && text.slice(before.end, lineStart).trim() === '';
  const isBefore =
    after?.ownLine === true &&
    (lineEnd === -1 || after.start >= lineEnd) &&
    text.slice(lineEnd === -1 ? end : lineEnd, after.start).trim() === '';
  return isAfter || isBefore;
}

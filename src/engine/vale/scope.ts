import type { ProseBlock } from '../document/prose.ts';

/** One entry of a rule's scope, e.g. `text & ~heading.h1`. A text must match all sections. */
export interface Selector {
  sections: readonly Section[];
  /** The unit in which the rule sees the text. */
  unit: 'block' | 'sentence' | 'summary' | 'raw';
  /** Whether it applies only to formats other than Markdown, e.g. `paragraph.rst`. */
  isForeign: boolean;
}

interface Section {
  name: 'text' | 'heading' | 'table' | 'list' | 'blockquote' | 'paragraph' | 'alt';
  /** `h1` to `h6` for headings, `header` or `cell` for tables. */
  detail: string | null;
  negate: boolean;
}

/** Section names with the details they allow. */
const SECTIONS: ReadonlyMap<string, { name: Section['name']; details: RegExp }> = new Map([
  ['text', { name: 'text', details: /^$/ }],
  ['heading', { name: 'heading', details: /^(?:h[1-6])?$/ }],
  ['table', { name: 'table', details: /^(?:header|cell)?$/ }],
  ['list', { name: 'list', details: /^(?:item)?$/ }],
  ['blockquote', { name: 'blockquote', details: /^$/ }],
  ['paragraph', { name: 'paragraph', details: /^$/ }],
  ['alt', { name: 'alt', details: /^$/ }],
]);
const UNITS: ReadonlyMap<string, Selector['unit']> = new Map([
  ['sentence', 'sentence'],
  ['summary', 'summary'],
  ['raw', 'raw'],
]);
/** File extensions that Vale treats as markup. Only `md` applies here. */
const FORMATS: ReadonlySet<string> = new Set([
  'md',
  'adoc',
  'rst',
  'html',
  'xml',
  'org',
  'dita',
  'txt',
  'mdx',
]);

/**
 * Parses one entry of a rule's scope.
 *
 * @returns null if it asks for something that is not read here, e.g. `link`
 */
export function parseSelector(source: string): Selector | null {
  const sections: Section[] = [];
  let unit: Selector['unit'] = 'block';
  let isForeign = false;
  for (const part of source.split('&').map((one) => one.trim())) {
    const negate = part.startsWith('~');
    const names = part.slice(negate ? 1 : 0).split('.');
    const formats = names.filter((name) => FORMATS.has(name));
    const [first = '', ...rest] = names.filter((name) => !FORMATS.has(name));
    const [name = '', detail = ''] = first === 'text' && rest.length > 0 ? rest : [first, ...rest];
    const section = SECTIONS.get(name);
    const asked = UNITS.get(name);
    if (formats.length > 0 && !formats.includes('md')) isForeign ||= !negate;
    else if (asked && !negate) unit = asked;
    else if (section?.details.test(detail)) {
      sections.push({
        name: section.name,
        detail: detail === 'item' || detail === '' ? null : detail,
        negate,
      });
    } else if (!negate) return null;
    // What is not read can't be in the way, so leaving it out changes nothing.
  }
  return { sections, unit, isForeign };
}

/** Whether a selector includes a block. Headings are not sentences and not part of the summary. */
export function selects({ sections, unit }: Selector, block: ProseBlock): boolean {
  if (unit === 'summary' && block.kind !== 'paragraph') return false;
  if (unit === 'sentence' && block.kind === 'heading') return false;
  return sections.every((section) => isIn(block, section) !== section.negate);
}

function isIn(block: ProseBlock, { name, detail }: Section): boolean {
  switch (name) {
    case 'text':
      return true;
    case 'heading':
      return block.kind === 'heading' && (detail === null || detail === `h${block.level}`);
    case 'table':
      return block.kind === 'table-cell' && (detail === null || (detail === 'header') === block.header);
    case 'list':
      return block.list;
    case 'blockquote':
      return block.quote;
    case 'paragraph':
      return block.kind === 'paragraph' && !block.list && !block.quote;
    case 'alt':
      return block.kind === 'attribute';
  }
}

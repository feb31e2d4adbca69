import { endOfExpression, MAX_TEMPLATE_LENGTH } from './balanced.ts';
import { hasBlankLine, lineEndAfter, type Recognised, type TemplateSource } from './template-source.ts';

/** Longest tag of a template engine, in UTF-16 code units. */
const MAX_TAG_LENGTH = 4_000;
/** Longest body of a block that the template engine takes as it is. */
const MAX_OPAQUE_LENGTH = 200_000;

const ATTRIBUTE = String.raw`[#.][^\s{}#.="']+|[\w:@-]+=(?:"[^"\n]*"|'[^'\n]*'|[^\s"'{}]+)`;
/** `{#id .class key="value"}` of Pandoc, Python-Markdown, goldmark and Docusaurus. */
const ATTRIBUTE_LIST = new RegExp(
  String.raw`\{[ \t]*(?:${ATTRIBUTE})(?:[ \t]*(?:${ATTRIBUTE}))*[ \t]*\}`,
  'y',
);
/** `{: … }` and `{:toc}` of kramdown and Python-Markdown, `{::options … /}` of kramdown. */
const KRAMDOWN_LIST = /\{:(?:[^}\n"]|"[^"\n]*")*\}/y;
const IDS = /(?:^|[\s{:])#([^\s{}"'=]+)/g;

/** Liquid blocks whose body is no Markdown. */
const LIQUID_OPAQUE =
  /^\{%-?\s*(raw|comment|highlight|codeblock|code|mermaid|javascript|stylesheet|schema)\b/;
/** Shortcodes of Hugo whose body is no Markdown. */
const SHORTCODE_OPAQUE =
  /^\{\{[<%]\s*(highlight|mermaid|[\w-]*code[\w-]*|katex|math|raw|rawhtml|chroma|plantuml)\b(?![^]*\/[>%]\}\}$)/;
const KRAMDOWN_OPAQUE = /^\{::(nomarkdown|comment)\}/;
const INCLUDES = /\b(?:include\w*|render|import|partial|embed|snippet|reusables|read_?file|content)\b/i;

/** Pairs of marks, the longer ones first. A template that ends on its line is unlikely to be text when it does not. */
const PAIRS: readonly { open: string; close: string; oneLine: boolean; includes: boolean | null }[] = [
  { open: '{{<', close: '>}}', oneLine: false, includes: null },
  { open: '{{%', close: '%}}', oneLine: false, includes: true },
  { open: '{{#', close: '}}', oneLine: false, includes: true },
  { open: '{{', close: '}}', oneLine: false, includes: null },
  { open: '{%', close: '%}', oneLine: false, includes: null },
  { open: '{*', close: '*}', oneLine: true, includes: true },
  { open: '{!', close: '!}', oneLine: true, includes: true },
  { open: '{#', close: '#}', oneLine: true, includes: false },
];

/** Recognises a template that begins with a brace. */
export function readBraces(source: TemplateSource, start: number): Recognised | null {
  const { text, traits, budget } = source;
  if (budget.isSpent) return null;
  const list = readAttributeList(source, start);
  if (list) return list;
  if (traits.jsx) {
    const end = endOfExpression(text, start);
    if (end === -1) budget.pay(Math.min(MAX_TEMPLATE_LENGTH, text.length - start));
    return end === -1 ? null : { end, mask: 'blank' };
  }
  if (text.startsWith('{/*', start)) return readComment(source, start);
  const pair = PAIRS.find(({ open }) => text.startsWith(open, start));
  if (!pair) return null;
  const close = source.next.of(pair.close, start + pair.open.length);
  if (close === -1 || close - start > MAX_TAG_LENGTH) return null;
  const end = close + pair.close.length;
  const tag = text.slice(start, end);
  if (pair.oneLine ? tag.includes('\n') : hasBlankLine(tag)) {
    budget.pay(tag.length);
    return null;
  }
  const opaque = endOfOpaque(source, tag, end);
  return { end: opaque, mask: 'text', includes: pair.includes ?? INCLUDES.test(tag) };
}

/** Recognises a comment of MDX, which sites with a parser of their own have in `.md` too. */
function readComment({ next, budget }: TemplateSource, start: number): Recognised | null {
  const close = next.of('*/}', start + 3);
  if (close !== -1 && close - start <= MAX_TAG_LENGTH) return { end: close + 3, mask: 'blank' };
  budget.pay(1);
  return null;
}

/** Recognises an attribute list: it gives ids, and is part of the block or of the piece of text before it. */
export function readAttributeList(
  { text, traits, next, budget }: TemplateSource,
  start: number,
): Recognised | null {
  const brace = next.of('}', start);
  if (brace === -1 || brace - start > MAX_TAG_LENGTH || budget.isSpent) return null;
  if (text.startsWith('{::', start)) {
    const opening = KRAMDOWN_OPAQUE.exec(text.slice(start, start + 20));
    if (opening) {
      const close = text.indexOf(`{:/${opening[1] ?? ''}}`, start);
      const short = text.indexOf('{:/}', start);
      const ends = [close === -1 ? -1 : lineEndAfter(text, close), short === -1 ? -1 : short + 4].filter(
        (one) => one > 0,
      );
      if (ends.length > 0) return { end: Math.min(...ends), mask: 'blank' };
    }
  }
  const pattern = text[start + 1] === ':' && !traits.jsx ? KRAMDOWN_LIST : ATTRIBUTE_LIST;
  // In JSX, only a heading's id is written so.
  if (traits.jsx && text[start + 1] !== '#') return null;
  pattern.lastIndex = start;
  const found = pattern.exec(text)?.[0];
  if (found === undefined) {
    budget.pay(brace - start);
    return null;
  }
  return { end: start + found.length, mask: 'blank', ids: [...found.matchAll(IDS)].map(([, id = '']) => id) };
}

function endOfOpaque({ text, budget }: TemplateSource, tag: string, end: number): number {
  const liquid = LIQUID_OPAQUE.exec(tag)?.[1];
  const shortcode = SHORTCODE_OPAQUE.exec(tag)?.[1];
  if ((liquid === undefined && shortcode === undefined) || budget.isSpent) return end;
  const closing =
    liquid === undefined
      ? String.raw`\{\{[<%]\s*/\s*${shortcode ?? ''}\s*[>%]\}\}`
      : String.raw`\{%-?\s*end${liquid}\s*-?%\}`;
  const body = text.slice(end, end + MAX_OPAQUE_LENGTH);
  const close = new RegExp(closing).exec(body);
  if (close) return end + close.index + close[0].length;
  budget.pay(body.length);
  return end;
}

const LEARN_DIRECTIVE = /\[!(?:INCLUDE|VIDEO|div|code[\w-]*|notebook)\b/iy;

/** Recognises the directives of Microsoft Learn in brackets: `[!INCLUDE [name](path)]`. */
export function readBrackets({ text, budget }: TemplateSource, start: number): Recognised | null {
  LEARN_DIRECTIVE.lastIndex = start;
  if (budget.isSpent || !LEARN_DIRECTIVE.test(text)) return null;
  const stop = Math.min(lineEndAfter(text, start), start + MAX_TAG_LENGTH);
  let depth = 0;
  for (let at = start; at < stop; at += 1) {
    if (text[at] === '[') depth += 1;
    else if (text[at] === ']') {
      depth -= 1;
      if (depth === 0) return { end: at + 1, mask: 'text', includes: true };
    }
  }
  budget.pay(stop - start);
  return null;
}

/** Recognises `$$ … $$`, in a line or over several. */
export function readMath({ text, next, budget }: TemplateSource, start: number): Recognised | null {
  if (!text.startsWith('$$', start) || budget.isSpent) return null;
  const close = next.of('$$', start + 2);
  if (close === -1 || close === start + 2 || close - start > MAX_TAG_LENGTH) return null;
  if (!hasBlankLine(text.slice(start, close))) return { end: close + 2, mask: 'text' };
  budget.pay(close - start);
  return null;
}

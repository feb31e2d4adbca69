import type { ReportFinding } from '../../rules/finding.ts';
import type { TruthRuleId } from './rules.ts';
import { formatKind, sameFormat } from './file-formats.ts';
import { formatList } from './format-list.ts';
import type { KnownPlugin, PluginIndex } from './plugin-index.ts';
import type { Mention } from './spellings.ts';
import type { TruthText } from './texts.ts';

const FORMAT = String.raw`\.?[A-Z][A-Z\d]{1,6}\b`;
const LIST = String.raw`${FORMAT}(?:(?:\s?,\s?|\s?,?\s(?:and|or)\s|/)${FORMAT}){0,20}`;
const ARTICLE = String.raw`(?:(?:an?|the|your|its)\s)?`;
const MENTIONS_FORMATS = /\b(?:convert|sav|export|load|open|render)/i;
/** Matches "convert XLSX files to PDF and HTML" and "saved as MSG". */
const TARGET = new RegExp(
  String.raw`\b([Cc]onvert|[Ss]av|[Ee]xport|[Rr]ender)(?:e|es|ed|s|ing)?\b([^.;:!?()]{0,80}?)\s(to|into|as|in)\s${ARTICLE}(${LIST})(?=(\s\w+)?)`,
  'g',
);
const SOURCE = new RegExp(
  String.raw`^\s${ARTICLE}(${LIST})(?:\s(?:files?|documents?|formats?|workbooks?|presentations?|data))?$`,
);
/** Matches "loads MSG files". */
const LOADED = new RegExp(
  String.raw`\b(?:[Ll]oad|[Oo]pen)(?:s|ed|ing)?\s${ARTICLE}(${LIST})\s(?:files?|documents?|formats?)\b`,
  'g',
);
/** Words that mark a sentence as negated or as a question. */
const NEGATIVE = /\b(?:not|cannot|unable|without|unsupported|never|instead|neither|nor|no)\b|n['’]t\b|\?/i;
const SENTENCE = /[^.!?]+(?:[.!?](?=\S)[^.!?]*)*[.!?]*/g;

/** A sentence of a text, with the product names in it. */
interface Sentence {
  block: TruthText;
  start: number;
  text: string;
  products: readonly Mention[];
}

/** Reports sentences that promise a format which their product cannot load or save. */
export function checkFormatsInProse(
  plugins: PluginIndex,
  texts: readonly TruthText[],
  report: ReportFinding<TruthRuleId>,
): void {
  if (plugins.all.length === 0) return;
  // On a page about several products, a sentence without a product name may be about any of them.
  const isAboutOne = !texts.some(({ mentions }) =>
    mentions.some((mention) => isProduct(mention) && isOther(mention)),
  );
  for (const block of texts) {
    if (MENTIONS_FORMATS.test(block.text)) for (const sentence of sentencesOf(block)) checkSentence(sentence);
  }

  function checkSentence(sentence: Sentence): void {
    const { block, start, text } = sentence;
    const subject = subjectOf(sentence);
    if (!subject) return;
    const { product, named } = subject;
    for (const match of text.matchAll(TARGET)) {
      const [whole, verb = '', between = '', preposition, targets = '', next = ''] = match;
      // "save it in PDF" names a place, unless "format" follows.
      if (preposition === 'in' && !/^\sformats?$/i.test(next)) continue;
      const at = start + match.index;
      checkList(block, product, 'save', targets, at + whole.length - targets.length, named);
      const sources = /^convert/i.test(verb) ? SOURCE.exec(between)?.[1] : undefined;
      if (sources === undefined) continue;
      const from = at + whole.indexOf(between) + between.indexOf(sources);
      checkList(block, product, 'load', sources, from, named);
    }
    // Anyone may open a file. The sentence claims support only if it names the product.
    for (const match of named ? text.matchAll(LOADED) : []) {
      const [whole, formats = ''] = match;
      checkList(block, product, 'load', formats, start + match.index + whole.indexOf(formats), named);
    }
  }

  function isOther({ spelling }: Mention): boolean {
    return !plugins.ofProduct(spelling.right);
  }

  /**
   * Returns the product that a sentence is about: the one it names, or else the main one. Returns null if that is
   * ambiguous or unknown.
   */
  function subjectOf({ products }: Sentence): { product: KnownPlugin; named: boolean } | null {
    const named = new Set(products.map(({ spelling }) => plugins.ofProduct(spelling.right) ?? null));
    if (named.size === 0) return plugins.main && isAboutOne ? { product: plugins.main, named: false } : null;
    const [product] = named;
    return product && named.size === 1 ? { product, named: true } : null;
  }

  function checkList(
    block: TruthText,
    product: KnownPlugin,
    verb: 'load' | 'save',
    list: string,
    at: number,
    named: boolean,
  ): void {
    const formats = product[verb];
    if (!formats) return;
    for (const { 0: written, index } of list.matchAll(/[A-Z\d]{2,}/g)) {
      const name = written.toLowerCase();
      const kind = formatKind(name);
      if (kind === undefined || formats.has(sameFormat(name))) continue;
      // Documents import data from other sources, and images inside them have their own formats.
      if (kind === 'data' || (kind === 'image' && !named)) continue;
      report({
        ruleId: 'truth/unsupported-format',
        start: block.offsetAt(at + index),
        end: block.endAt(at + index + written.length),
        message: `${product.plugin.name} does not ${verb} ${written}.`,
        suggestion: formatList(product, verb),
      });
    }
  }
}

function isProduct({ spelling: { term } }: Mention): boolean {
  return term === null || term.kind === 'product';
}

function* sentencesOf(block: TruthText): Generator<Sentence> {
  const products = block.mentions.filter(
    ({ spelling: { term } }) => term === null || term.kind === 'product',
  );
  let first = 0;
  for (const { 0: text, index: start } of block.text.matchAll(SENTENCE)) {
    let last = first;
    while ((products[last]?.start ?? Number.POSITIVE_INFINITY) < start + text.length) last += 1;
    const own = products.slice(first, last);
    first = last;
    if (MENTIONS_FORMATS.test(text) && !NEGATIVE.test(text)) yield { block, start, text, products: own };
  }
}

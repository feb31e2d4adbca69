import type { Report } from '../../finding.ts';
import { formatKind, sameFormat } from './file-formats.ts';
import { formatList } from './format-list.ts';
import type { KnownPlugin, PluginIndex } from './plugin-index.ts';
import type { TruthText } from './texts.ts';

const FORMAT = String.raw`\.?[A-Z][A-Z\d]{1,6}\b`;
const LIST = String.raw`${FORMAT}(?:(?:\s?,\s?|\s?,?\s(?:and|or)\s|/)${FORMAT}){0,20}`;
const ARTICLE = String.raw`(?:(?:an?|the|your|its)\s)?`;
const MENTIONS_FORMATS = /\b(?:convert|sav|export|load|open|import|read|render)/i;
/** "convert XLSX files to PDF and HTML", "saved as MSG" */
const TARGET = new RegExp(
  String.raw`\b([Cc]onvert|[Ss]av|[Ee]xport|[Rr]ender)(?:e|es|ed|s|ing)?\b([^.;:!?()]{0,80}?)\s(to|into|as|in)\s${ARTICLE}(${LIST})(?=(\s\w+)?)`,
  'g',
);
const SOURCE = new RegExp(
  String.raw`^\s${ARTICLE}(${LIST})(?:\s(?:files?|documents?|formats?|workbooks?|presentations?|data))?$`,
);
/** "loads MSG files" */
const LOADED = new RegExp(
  String.raw`\b(?:[Ll]oad|[Oo]pen|[Ii]mport|[Rr]ead)(?:s|ed|ing)?\s${ARTICLE}(${LIST})\s(?:files?|documents?|formats?)\b`,
  'g',
);
/** A sentence that says what is not so, or asks. */
const NEGATIVE = /\b(?:not|cannot|unable|without|unsupported|never|instead|neither|nor|no)\b|n['’]t\b|\?/i;
const SENTENCE = /[^.!?]+(?:[.!?](?=\S)[^.!?]*)*[.!?]*/g;

/** Reports sentences that promise a format which the product they are about does not load or save. */
export function checkFormatsInProse(plugins: PluginIndex, texts: readonly TruthText[], report: Report): void {
  if (plugins.all.length === 0) return;
  for (const block of texts) {
    if (!MENTIONS_FORMATS.test(block.text)) continue;
    for (const sentence of block.text.matchAll(SENTENCE)) {
      if (MENTIONS_FORMATS.test(sentence[0]) && !NEGATIVE.test(sentence[0]))
        checkSentence(block, sentence.index, sentence[0]);
    }
  }

  function checkSentence(block: TruthText, start: number, sentence: string): void {
    for (const match of sentence.matchAll(TARGET)) {
      const [whole, verb = '', between = '', preposition, targets = '', next = ''] = match;
      // "save it in PDF" says where to, unless "format" follows.
      if (preposition === 'in' && !/^\sformats?$/i.test(next)) continue;
      const at = start + match.index;
      const subject = subjectOf(block, start, at);
      if (!subject) continue;
      checkList(block, subject.product, 'save', targets, at + whole.length - targets.length);
      if (!/^convert/i.test(verb)) continue;
      const sources = SOURCE.exec(between)?.[1];
      if (sources === undefined) continue;
      const from = at + whole.indexOf(between) + between.indexOf(sources);
      checkList(block, subject.product, 'load', sources, from, !subject.named);
    }
    for (const match of sentence.matchAll(LOADED)) {
      const [whole, formats = ''] = match;
      const at = start + match.index;
      const subject = subjectOf(block, start, at);
      // Anyone may open a file: only where the product is named does the sentence say that it can.
      if (subject?.named) checkList(block, subject.product, 'load', formats, at + whole.indexOf(formats));
    }
  }

  /** The product that a sentence is about at a place; null when it is one whose formats are not known here. */
  function subjectOf(
    block: TruthText,
    from: number,
    at: number,
  ): { product: KnownPlugin; named: boolean } | null {
    const mention = block.mentions.findLast(({ start, end, spelling }) => {
      const isProduct = spelling.term === null || spelling.term.kind === 'product';
      return start >= from && end <= at && isProduct;
    });
    if (!mention) return plugins.main ? { product: plugins.main, named: false } : null;
    const product = plugins.ofProduct(mention.spelling.right);
    return product ? { product, named: true } : null;
  }

  /** @param careful - whether pictures are left alone: they are converted within documents, too */
  function checkList(
    block: TruthText,
    product: KnownPlugin,
    verb: 'load' | 'save',
    list: string,
    at: number,
    careful = false,
  ): void {
    const formats = product[verb];
    if (!formats) return;
    for (const { 0: written, index } of list.matchAll(/[A-Z\d]{2,}/g)) {
      const name = written.toLowerCase();
      const kind = formatKind(name);
      if (kind === undefined || formats.has(sameFormat(name)) || (careful && kind === 'image')) continue;
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

import { NodeKind } from '../../../parser/node-kind.ts';
import { links } from '../lint/links.ts';
import type { LintDocument } from '../lint/lint-document.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { listOption } from '../lint/option-values.ts';
import { excerpt, wholeLine } from '../lint/report.ts';

const USUAL = ['click here', 'here', 'link', 'more'];

export const md059 = defineLintRule({
  id: 'MD059',
  aliases: ['descriptive-link-text'],
  tags: ['accessibility', 'links'],
  description: 'Link text should be descriptive',
  level: 'info',
  levelReason:
    'Who goes from link to link hears only the text of each. In a table the row and the column say more: there it is told in `strict`, and to those who ask for the rule.',
  title: 'Use descriptive link text',
  purpose: 'Link text that says nothing, e.g. "click here"',
  options: { prohibited_texts: { default: USUAL, purpose: 'Texts that say nothing' } },
  example: { bad: '[here](https://example.com)\n', good: '[the manual](https://example.com)\n' },
  check(document, options, report) {
    const given = options['prohibited_texts'];
    const prohibited = new Set((given ? listOption(given) : USUAL).map(normal));
    const words = Array.from(prohibited, (one) => one.split(' ', 1)[0] ?? '');
    // Without these words there is nothing to find, and links need not be read.
    if (!words.includes('') && !new RegExp(words.join('|'), 'i').test(document.text)) return;
    const longest = Math.max(0, ...Array.from(prohibited, (one) => one.length));
    const { text, lines } = document;
    for (const { isImage, index, textFrom, textTo, url } of links(document)) {
      // Every code unit but white space and punctuation counts.
      if (isImage || prohibited.size === 0) continue;
      if (textTo - textFrom > 4 * longest + 100 && !prohibited.has('')) continue;
      const name = normal(text.slice(textFrom, textTo));
      if (!prohibited.has(name) || hasCode(document, index)) continue;
      const line = lines.at(textFrom);
      // A thing may be called "link": then its address ends with the name.
      const isName = url !== null && endsWithName(text.slice(url.from, url.to), name);
      const isOneLine = line === lines.at(textTo);
      report({
        ...(isOneLine ? { start: textFrom, end: textTo } : wholeLine(document, line)),
        context: excerpt(text.slice(textFrom - 1, textTo + 1)),
        isMinor: isName || document.ancestor(index, NodeKind.Table) !== -1,
      });
    }
  },
});

function hasCode(document: LintDocument, index: number): boolean {
  const { tree } = document;
  const end = tree.after(index);
  for (let child = index + 1; child < end; child = tree.after(child)) {
    const kind = tree.kind(child);
    if (kind === NodeKind.InlineCode || kind === NodeKind.HTMLTag) return true;
    if (kind === NodeKind.Comment || kind === NodeKind.ProcessingInstruction) return true;
  }
  return false;
}

function endsWithName(url: string, name: string): boolean {
  // Most addresses do not even have its first word.
  const [word = ''] = name.split(' ', 1);
  return url.toLowerCase().includes(word) && normal(lastSegment(url)) === name;
}

/** The last name in the path of an address, without an extension. */
function lastSegment(url: string): string {
  const path = url.replace(/[?#].*$/, '').replace(/\/+$/, '');
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
}

const IS_NORMAL = /^[a-z0-9]+$/;

/** A text in small letters, without punctuation. */
function normal(text: string): string {
  if (IS_NORMAL.test(text)) return text;
  return text
    .replaceAll(/[\W_]+/g, ' ')
    .toLowerCase()
    .trim();
}

/** Building blocks of Markdown reports. No text of a document becomes markup. */
import { revealHidden } from '../../shared/reveal-hidden.ts';
import { shownAddress } from './words.ts';

/** A Markdown table. The caller must escape the cells. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Anything that could be markup within a line or a table cell, including addresses that become links automatically. */
const MARKUP = /[\\`*_{}[\]<>&|~#!@]|:(?=\/\/)|(?<=www)\./gi;

/** Escapes text so that it shows literally: hidden characters are spelt out and line breaks become spaces. */
export function escapeMarkdown(text: string): string {
  const line = revealHidden(text.replaceAll(/\s+/g, ' ').trim());
  return line.replaceAll(MARKUP, (character) =>
    // Uses an entity where a backslash would not prevent an automatic link.
    character === '<' ? '&lt;' : character === '>' ? '&gt;' : character === '&' ? '&amp;' : `\\${character}`,
  );
}

/** A rule's id, linked to its page if the address is safe to link to. */
export function ruleInMarkdown(ruleId: string, docsUrl: string | undefined): string {
  const address = shownAddress(docsUrl);
  const rule = escapeMarkdown(ruleId);
  return address === null ? rule : `[${rule}](<${address.replaceAll(/[<>\s|\\]/g, encodeURIComponent)}>)`;
}

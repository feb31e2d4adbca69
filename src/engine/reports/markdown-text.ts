/** Pieces of Markdown: nothing of a document becomes markup. */
import { revealHidden, shownAddress } from './words.ts';

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** What could be markup within a line or a cell, addresses that become links of their own accord included. */
const MARKUP = /[\\`*_{}[\]<>&|~#!@]|:(?=\/\/)|(?<=www)\./gi;

/** Text that shows as it is: hidden characters spelt out, line breaks as spaces, markup as letters. */
export function escapeMarkdown(text: string): string {
  const line = revealHidden(text.replaceAll(/\s+/g, ' ').trim());
  return line.replaceAll(MARKUP, (character) =>
    // An entity where a backslash would not do: addresses become links of their own accord by these.
    character === '<' ? '&lt;' : character === '>' ? '&gt;' : character === '&' ? '&amp;' : `\\${character}`,
  );
}

/** A rule by its id, with a link to its page where that may be linked to. */
export function ruleInMarkdown(ruleId: string, docsUrl: string | undefined): string {
  const address = shownAddress(docsUrl);
  const rule = escapeMarkdown(ruleId);
  return address === null ? rule : `[${rule}](<${address.replaceAll(/[<>\s|\\]/g, encodeURIComponent)}>)`;
}

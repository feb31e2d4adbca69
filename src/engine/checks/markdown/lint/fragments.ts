import { perDocument } from './per-document.ts';
import { skipBlanksBack } from '../../../parser/characters.ts';
import { headings, type LintHeading } from './headings.ts';
import { htmlTags } from './html-tags.ts';
import type { LintDocument } from './lint-document.ts';
import { plainText } from './data-text.ts';

const ID = /\sid\s*=\s*['"]?([^'"\s>]*)/iu;
const NAME = /\sname\s*=\s*['"]?([^'"\s>]*)/iu;
/** An id that some tools read at the end of a heading: `{#id}` */
const HEADING_ID = /\{(#[a-z\d]+(?:[-_]+[a-z\d]+)*)\}/gu;
/** What GitHub leaves out of the fragment of a heading. */
const LEFT_OUT = /[^\p{Letter}\p{Mark}\p{Number}\p{Connector_Punctuation}\- ]/gu;

/** The fragments that lead to a place in a document. */
export interface Fragments {
  all: ReadonlySet<string>;
  /** The first one of each spelling, by its spelling in small letters. */
  byLowerCase: ReadonlyMap<string, string>;
}

export const fragments = perDocument((document: LintDocument): Fragments => {
  const counts = new Map<string, number>([['#top', 0]]);
  for (const heading of headings(document)) {
    const fragment = fragmentOf(document, heading);
    if (fragment === '#') continue;
    const count = counts.get(fragment) ?? 0;
    if (count > 0) counts.set(`${fragment}-${count}`, 0);
    counts.set(fragment, count + 1);
    for (const [, id = ''] of document.text.slice(heading.textFrom, heading.textTo).matchAll(HEADING_ID)) {
      if (!counts.has(id)) counts.set(id, 1);
    }
  }
  for (const { name, isClosing, text } of htmlTags(document)) {
    if (isClosing) continue;
    const match = ID.exec(text) ?? (name.toLowerCase() === 'a' ? NAME.exec(text) : null);
    if (match) counts.set(`#${match[1] ?? ''}`, 0);
  }
  const byLowerCase = new Map<string, string>();
  for (const key of counts.keys()) {
    const lower = key.toLowerCase();
    if (!byLowerCase.has(lower)) byLowerCase.set(lower, key);
  }
  return { all: new Set(counts.keys()), byLowerCase };
});

function fragmentOf(document: LintDocument, { index, textFrom, textTo }: LintHeading): string {
  // Blanks at the end of a heading are no part of it.
  const end = skipBlanksBack(document.text, textTo, textFrom);
  const text = plainText(document, index + 1, document.tree.after(index), textFrom, end);
  const kept = text.toLowerCase().replaceAll(LEFT_OUT, '').replaceAll(' ', '-');
  return `#${encodeURIComponent(kept.toWellFormed())}`;
}

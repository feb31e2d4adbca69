/** Building blocks of the HTML report. The template escapes everything except the stylesheet. */
import { html } from 'hono/html';
import { revealHidden } from '../../shared/reveal-hidden.ts';
import type { Counts, Level, Outcome } from '../../shared/things.ts';
import type { ReportProblem } from './report.ts';
import { countsInWords, levelInWords, OUTCOMES_IN_WORDS, shownAddress } from './words.ts';

/** Escaped HTML. */
export type Markup = ReturnType<typeof html>;

/** Reveals hidden characters, including line breaks. */
export function shown(text: string): string {
  return revealHidden(text);
}

/** Reveals hidden characters but keeps line breaks and tabs. */
export function shownLines(text: string): string {
  return text.replaceAll(/[^\r\n\t]+/g, revealHidden);
}

/** A coloured label for an outcome. */
export function outcomeMark(outcome: Outcome): Markup {
  return html`<span class="mark ${outcome}">${OUTCOMES_IN_WORDS[outcome]}</span>`;
}

/** A coloured label for a level. */
export function levelMark(level: Level): Markup {
  return html`<span class="mark ${level}">${levelInWords(level)}</span>`;
}

/** A rule's id, linked to its page if the address is safe to link to. */
export function codeOfRule(ruleId: string, docsUrl: string | undefined): Markup {
  const address = shownAddress(docsUrl);
  const rule = html`<code>${shown(ruleId)}</code>`;
  return address === null ? rule : html`<a href="${address}">${rule}</a>`;
}

/** A remark about a document that could not be validated. */
export function remarkOn({ filePath, problem }: ReportProblem): Markup {
  return html`<p class="remark"><b>${shown(filePath)}</b> ${shown(problem)}.</p>`;
}

/** Link to a document's findings in the page, by its index in the report. */
export function anchorOfDocument(index: number): string {
  return `#document-${index}`;
}

/** A document's path, linked to its findings if they are in the page. */
export function nameOf(filePath: string, place: string | undefined): Markup {
  return place === undefined ? html`${shown(filePath)}` : html`<a href="${place}">${shown(filePath)}</a>`;
}

interface DocumentRow {
  filePath: string;
  /** Link to its findings in the page; undefined if they are not listed. */
  place: string | undefined;
  outcome: Outcome;
  counts: Counts;
}

/** A table of documents with their outcomes and counts. */
export function documentTable(rows: readonly DocumentRow[]): Markup {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Document</th>
        <th scope="col">Outcome</th>
        <th scope="col">Findings</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ filePath, place, outcome, counts }) =>
          html`<tr>
            <td>${nameOf(filePath, place)}</td>
            <td>${outcomeMark(outcome)}</td>
            <td>${countsInWords(counts)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

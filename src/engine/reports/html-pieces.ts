/** Pieces of the page. Everything that is put into it is escaped by the template, the stylesheet excepted. */
import { html } from 'hono/html';
import type { Counts, Level, Outcome } from '../../shared/things.ts';
import type { ReportProblem } from './report.ts';
import { countsInWords, levelInWords, OUTCOMES_IN_WORDS, revealHidden, shownAddress } from './words.ts';

export type Markup = ReturnType<typeof html>;

export function shown(text: string): string {
  return revealHidden(text);
}

/** Its line breaks and tabs are what they are. */
export function shownLines(text: string): string {
  return text.replaceAll(/[^\r\n\t]+/g, revealHidden);
}

export function outcomeMark(outcome: Outcome): Markup {
  return html`<span class="mark ${outcome}">${OUTCOMES_IN_WORDS[outcome]}</span>`;
}

export function levelMark(level: Level): Markup {
  return html`<span class="mark ${level}">${levelInWords(level)}</span>`;
}

/** A rule by its id, with a link to its page where that may be linked to. */
export function codeOfRule(ruleId: string, docsUrl: string | undefined): Markup {
  const address = shownAddress(docsUrl);
  const rule = html`<code>${shown(ruleId)}</code>`;
  return address === null ? rule : html`<a href="${address}">${rule}</a>`;
}

/** A document that could not be validated. */
export function remarkOn({ filePath, problem }: ReportProblem): Markup {
  return html`<p class="remark"><b>${shown(filePath)}</b> ${shown(problem)}.</p>`;
}

/** Where in the page the findings of a document are, by its place among the others. */
export function anchorOfDocument(index: number): string {
  return `#document-${index}`;
}

/** A document by its path, with a link to its findings when they are in the page. */
export function nameOf(filePath: string, place: string | undefined): Markup {
  return place === undefined ? html`${shown(filePath)}` : html`<a href="${place}">${shown(filePath)}</a>`;
}

interface DocumentRow {
  filePath: string;
  /** Where the page has its findings. */
  place: string | undefined;
  outcome: Outcome;
  counts: Counts;
}

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

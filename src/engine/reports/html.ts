import { html, raw } from 'hono/html';
import { LEVELS, type Issue } from '../../shared/things.ts';
import { HTML_REPORT_STYLE } from './html-style.ts';
import {
  codeOfRule,
  documentTable,
  levelMark,
  outcomeMark,
  anchorOfDocument,
  remarkOn,
  shown,
  shownLines,
  type Markup,
} from './html-pieces.ts';
import { problemsOf, totalCounts, type ReportedFile, type ReportInput } from './report.ts';
import { sinceLastRun, type SinceLastRun } from './run-changes.ts';
import { factsOfRun, sectionsOfRun } from './run-html.ts';
import { counted, countsInWords, figure } from './words.ts';

/** Renders a self-contained page without scripts, for reading and printing. */
export function htmlReport(input: ReportInput): string {
  const { files, title, truncated, run } = input;
  const problems = problemsOf(input);
  const name = shown(title ?? run?.workflow.name ?? 'Validation report');
  // The report may leave out documents of a run, so the run's own counts take precedence.
  const counts = run?.workflow.counts ?? totalCounts(files);
  const since = sinceLastRun(run);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${name} · Galley</title>
        ${raw(`<style>${HTML_REPORT_STYLE}</style>`)}
      </head>
      <body>
        <header>
          <h1>${name}</h1>
          <p>${run === undefined ? counted(files.length, 'document') : 'Batch run'}</p>
          <dl class="figures">
            ${LEVELS.map(
              (level) =>
                html`<div class="${level}">
                  <dt>${level === 'info' ? 'Notes' : level === 'error' ? 'Errors' : 'Warnings'}</dt>
                  <dd>${figure(counts[level])}</dd>
                </div>`,
            )}
          </dl>
          ${run === undefined ? '' : factsOfRun(run)}
          ${truncated === undefined ? '' : html`<p class="remark">${truncated}</p>`}
          ${run === undefined ? problems.map(remarkOn) : ''}
        </header>
        ${run === undefined ? '' : sectionsOfRun(run, problems, input)}
        ${files.length > 1 ? contents(files, run !== undefined) : ''}
        <main>${files.map((file, index) => section(file, index, since))}</main>
      </body>
    </html>`;
  // `html` returns a promise only if a value inside it is one. None is.
  if (page instanceof Promise) throw new TypeError('a report of promises');
  return page.toString();
}

function contents(files: readonly ReportedFile[], withHeading: boolean): Markup {
  const rows = files.map(({ filePath, report: { outcome, counts } }, index) => ({
    filePath,
    place: anchorOfDocument(index),
    outcome,
    counts,
  }));
  return html`<nav aria-label="Documents">
    ${withHeading ? html`<h2>Documents</h2>` : ''} ${documentTable(rows)}
  </nav>`;
}

function section({ filePath, family, report }: ReportedFile, index: number, since: SinceLastRun): Markup {
  return html`<section id="document-${index}">
    <h2>${shown(filePath)}</h2>
    <p class="facts">
      ${outcomeMark(report.outcome)} ${countsInWords(report.counts)} ·
      ${family === undefined ? '' : `${family} · `}rules ${report.ruleset}
    </p>
    ${
      report.issues.length === 0
        ? html`<p class="facts">Nothing was found.</p>`
        : html`<ol>
            ${report.issues.map((issue) => finding(issue, since(filePath, issue.fingerprint) === 'new'))}
          </ol>`
    }
  </section>`;
}

function finding(issue: Issue, isNew: boolean): Markup {
  const { line, column, level, rule_id, docs_url, message, suggestion, snippet } = issue;
  return html`<li class="finding">
    <p>
      ${levelMark(level)}${isNew ? html` <span class="mark new">new</span>` : ''}
      <span class="place">line ${line}:${column}</span>
      ${codeOfRule(rule_id, docs_url)}
    </p>
    <p dir="auto">${shown(message)}${suggestion === undefined ? '' : html` <i>${shown(suggestion)}</i>`}</p>
    ${snippet.trim() === '' ? '' : html`<pre>${shownLines(snippet)}</pre>`}
  </li>`;
}

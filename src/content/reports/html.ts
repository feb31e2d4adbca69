import { html, raw } from 'hono/html';
import { LEVELS, type Issue } from '../../shared/things.ts';
import { HTML_REPORT_STYLE } from './html-style.ts';
import { totalCounts, type ReportedFile, type ReportInput } from './report.ts';
import { countsInWords, OUTCOMES_IN_WORDS, revealHidden, shownAddress } from './words.ts';

/** Everything that is put into the page is escaped by the template, the stylesheet excepted. */
type Markup = ReturnType<typeof html>;

/** A page for people to read and to print: self-contained, without scripts. */
export function htmlReport({ files, title, truncated, problems = [] }: ReportInput): string {
  const name = shown(title ?? 'Validation report');
  const counts = totalCounts(files);
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
          <p>${files.length} ${files.length === 1 ? 'document' : 'documents'}</p>
          <dl class="figures">
            ${LEVELS.map(
              (level) =>
                html`<div class="${level}">
                  <dt>${level === 'info' ? 'Notes' : level === 'error' ? 'Errors' : 'Warnings'}</dt>
                  <dd>${counts[level]}</dd>
                </div>`,
            )}
          </dl>
          ${truncated === undefined ? '' : html`<p class="remark">${truncated}</p>`}
          ${problems.map(
            ({ filePath, problem }) =>
              html`<p class="remark"><b>${shown(filePath)}</b> ${shown(problem)}.</p>`,
          )}
        </header>
        ${files.length > 1 ? contents(files) : ''}
        <main>${files.map((file, index) => section(file, index))}</main>
      </body>
    </html>`;
  // The template makes a promise of promises, and there are none in it.
  if (page instanceof Promise) throw new TypeError('a report of promises');
  return page.toString();
}

function contents(files: readonly ReportedFile[]): Markup {
  return html`<nav aria-label="Documents">
    <table>
      <thead>
        <tr>
          <th scope="col">Document</th>
          <th scope="col">Outcome</th>
          <th scope="col">Findings</th>
        </tr>
      </thead>
      <tbody>
        ${files.map(
          ({ filePath, report }, index) =>
            html`<tr>
              <td><a href="#document-${index}">${shown(filePath)}</a></td>
              <td><span class="mark ${report.outcome}">${OUTCOMES_IN_WORDS[report.outcome]}</span></td>
              <td>${countsInWords(report.counts)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </nav>`;
}

function section({ filePath, family, report }: ReportedFile, index: number): Markup {
  return html`<section id="document-${index}">
    <h2>${shown(filePath)}</h2>
    <p class="facts">
      <span class="mark ${report.outcome}">${OUTCOMES_IN_WORDS[report.outcome]}</span>
      ${countsInWords(report.counts)} · ${family === undefined ? '' : `${family} · `}rules ${report.ruleset}
    </p>
    ${
      report.issues.length === 0
        ? html`<p class="facts">Nothing was found.</p>`
        : html`<ol>
            ${report.issues.map(finding)}
          </ol>`
    }
  </section>`;
}

function finding({ line, column, level, rule_id, docs_url, message, suggestion, snippet }: Issue): Markup {
  const address = shownAddress(docs_url);
  const rule = html`<code>${shown(rule_id)}</code>`;
  return html`<li class="finding">
    <p>
      <span class="mark ${level}">${level === 'info' ? 'note' : level}</span>
      <span class="place">line ${line}:${column}</span>
      ${address === null ? rule : html`<a href="${address}">${rule}</a>`}
    </p>
    <p dir="auto">${shown(message)}${suggestion === undefined ? '' : html` <i>${shown(suggestion)}</i>`}</p>
    ${snippet.trim() === '' ? '' : html`<pre>${shownLines(snippet)}</pre>`}
  </li>`;
}

function shown(text: string): string {
  return revealHidden(text);
}

/** Its line breaks and tabs are what they are. */
function shownLines(text: string): string {
  return text.replaceAll(/[^\r\n\t]+/g, revealHidden);
}

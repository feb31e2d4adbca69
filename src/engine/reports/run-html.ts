/** The sections of the HTML report about a batch run. */
import { html } from 'hono/html';
import type { RunChanges, RunIssue, RunSummary } from '../../shared/api/runs.ts';
import {
  codeOfRule,
  documentTable,
  levelMark,
  nameOf,
  anchorOfDocument,
  remarkOn,
  shown,
  type Markup,
} from './html-pieces.ts';
import type { ReportInput, ReportProblem } from './report.ts';
import { changesInWords, comparedWith, moreInWords } from './run-changes.ts';
import { factsInWords } from './run-facts.ts';
import { figure } from './words.ts';

type Rules = ReportInput['rules'];
/** Links to documents in the page, by path. */
type Places = ReadonlyMap<string, string>;

/** The facts of a run as a definition list. */
export function factsOfRun(run: RunSummary): Markup {
  return html`<dl class="run">
    ${factsInWords(run).map(
      ({ label, text }) =>
        html`<div${label === 'Error' ? html` class="wide error"` : ''}>
          <dt>${label}</dt>
          <dd dir="auto">${shown(text)}</dd>
        </div>`,
    )}
  </dl>`;
}

/**
 * Returns the sections about a batch run.
 *
 * @param problems - all documents that could not be validated
 */
export function sectionsOfRun(
  run: RunSummary,
  problems: readonly ReportProblem[],
  { files, rules }: ReportInput,
): Markup {
  const places = new Map(files.map(({ filePath }, index) => [filePath, anchorOfDocument(index)]));
  return html`${problems.length === 0 ? '' : problemsOfRun(run, problems)}
  ${run.changes === null ? '' : changesOfRun(run.changes, rules, places)}
  ${run.worst_files.length === 0 ? '' : worstOfRun(run, places)}
  ${run.rules.length === 0 ? '' : rulesOfRun(run, rules)}`;
}

function problemsOfRun({ workflow }: RunSummary, problems: readonly ReportProblem[]): Markup {
  return html`<section>
    <h2>Could not be validated</h2>
    ${problems.map(remarkOn)} ${more(workflow.failed, problems.length)}
  </section>`;
}

function changesOfRun(changes: RunChanges, rules: Rules, places: Places): Markup {
  return html`<section>
    <h2>Since the last run</h2>
    <p>${changesInWords(changes)}</p>
    <p class="facts">${shown(comparedWith(changes))}.</p>
    ${issuesOfRun('New', changes.new, changes.new_issues, rules, places)}
    ${issuesOfRun('Resolved', changes.resolved, changes.resolved_issues, rules, places)}
  </section>`;
}

function issuesOfRun(
  title: string,
  total: number,
  issues: readonly RunIssue[],
  rules: Rules,
  places: Places,
): Markup | string {
  if (total === 0) return '';
  return html`<h3>${title}: ${figure(total)}</h3>
    <ol>
      ${issues.map(
        ({ file_path, line, column, level, rule_id, message }) =>
          html`<li class="finding">
            <p>
              ${levelMark(level)}
              <span class="place"
                ><bdi>${nameOf(file_path, places.get(file_path))}</bdi> ${line}:${column}</span
              >
              ${codeOfRule(rule_id, rules.get(rule_id)?.docsUrl)}
            </p>
            <p dir="auto">${shown(message)}</p>
          </li>`,
      )}
    </ol>
    ${more(total, issues.length)}`;
}

function worstOfRun({ worst_files }: RunSummary, places: Places): Markup {
  const rows = worst_files.map(({ file_path, outcome, counts }) => ({
    filePath: file_path,
    place: places.get(file_path),
    outcome,
    counts,
  }));
  return html`<section>
    <h2>Documents with most findings</h2>
    ${documentTable(rows)}
  </section>`;
}

function rulesOfRun({ rules }: RunSummary, known: Rules): Markup {
  return html`<section>
    <h2>Rules by how often they spoke</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">Rule</th>
          <th scope="col" class="figure">Findings</th>
          <th scope="col" class="figure">Documents</th>
        </tr>
      </thead>
      <tbody>
        ${rules.map(
          ({ rule_id, level, count, files }) =>
            html`<tr>
              <td>${levelMark(level)} ${codeOfRule(rule_id, known.get(rule_id)?.docsUrl)}</td>
              <td class="figure">${figure(count)}</td>
              <td class="figure">${figure(files)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function more(total: number, listed: number): Markup | string {
  const sentence = moreInWords(total, listed);
  return sentence === undefined ? '' : html`<p class="facts">${sentence}</p>`;
}

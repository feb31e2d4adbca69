import type { ReportFormat } from '../../shared/api/reports.ts';
import { checkstyleReport } from './checkstyle.ts';
import { csvReport } from './csv.ts';
import { githubReport } from './github.ts';
import { gitlabReport } from './gitlab.ts';
import { htmlReport } from './html.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';
import { rdjsonReport } from './rdjson.ts';
import type { ReportInput } from './report.ts';
import { sarifReport } from './sarif.ts';

export { HTML_REPORT_STYLE } from './html-style.ts';
export { totalCounts, type ReportedFile, type ReportInput, type ReportProblem } from './report.ts';

interface Renderer {
  render: (input: ReportInput) => string;
  mediaType: string;
  /** File name extension, without a dot. */
  extension: string;
  /** Whether its positions are exact only if the texts of the documents are given. */
  needsText?: boolean;
}

/** All report formats with their renderers. */
export const REPORTS: Readonly<Record<ReportFormat, Renderer>> = {
  json: { render: jsonReport, mediaType: 'application/json', extension: 'json' },
  sarif: { render: sarifReport, mediaType: 'application/sarif+json', extension: 'sarif' },
  markdown: { render: markdownReport, mediaType: 'text/markdown; charset=utf-8', extension: 'md' },
  html: { render: htmlReport, mediaType: 'text/html; charset=utf-8', extension: 'html' },
  csv: { render: csvReport, mediaType: 'text/csv; charset=utf-8', extension: 'csv' },
  junit: { render: junitReport, mediaType: 'application/xml', extension: 'xml' },
  github: { render: githubReport, mediaType: 'text/plain; charset=utf-8', extension: 'txt' },
  rdjson: { render: rdjsonReport, mediaType: 'application/json', extension: 'json', needsText: true },
  checkstyle: { render: checkstyleReport, mediaType: 'application/xml', extension: 'xml' },
  gitlab: { render: gitlabReport, mediaType: 'application/json', extension: 'json' },
};

/** Renders a report in the given format. */
export function renderReport(format: ReportFormat, input: ReportInput): string {
  return REPORTS[format].render(input);
}

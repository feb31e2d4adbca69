/** The formats of reports. Apart from the queries that ask for them: the page needs the names alone. */

/** What reports are made in. */
export const REPORT_FORMATS = [
  'json',
  'sarif',
  'markdown',
  'html',
  'csv',
  'junit',
  'github',
  'rdjson',
  'checkstyle',
  'gitlab',
] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

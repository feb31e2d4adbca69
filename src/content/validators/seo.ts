import type { DocumentView, Report } from '../finding.ts';

export function validateSeo(_view: DocumentView, _report: Report): void {}

import type { DocumentView, Report } from '../finding.ts';

export function validateTruth(_view: DocumentView, _report: Report): void {}

import type { DocumentView, Report } from '../finding.ts';

export function validateStyle(_view: DocumentView, _report: Report): void {}

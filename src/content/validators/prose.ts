import type { DocumentView, Report } from '../finding.ts';

export function validateProse(_view: DocumentView, _report: Report): void {}

import type { DocumentView, Report } from '../finding.ts';

export function validateStructure(_view: DocumentView, _report: Report): void {}

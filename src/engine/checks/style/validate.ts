import type { ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import { checkStyles } from '../../vale/styles.ts';

/**
 * Most code units of prose times rules that one document may take: about a second. A document of 1 MB may have a
 * hundred rules.
 */
export const MAX_STYLE_WORK = 100_000_000;

/** Runs the rules of the imported styles. */
export function validateStyle(view: DocumentView, report: ReportFinding): void {
  const { styles, settings, bodyStart } = view;
  if (styles.rules.length === 0) return;
  const blocks = view.words();
  const length = blocks.reduce((sum, { text }) => sum + text.length, 0);
  if (length * styles.rules.length > MAX_STYLE_WORK) {
    const message = `The validator "style" was skipped: ${styles.rules.length} rules are too many for a document of this length.`;
    report({ ruleId: 'document/too-complex', start: bodyStart, end: bodyStart, message });
    return;
  }
  checkStyles(styles, { text: view.text, blocks }, (id) => settings.isOn(id), report);
}

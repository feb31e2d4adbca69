import type { DocumentReport } from '../engine/index.ts';

/** The result of checking one document, or why it could not be read or written. */
export type CheckedFile =
  | {
      filePath: string;
      /** The text that the report is about: after `--fix` the fixed one. */
      text: string;
      hasByteOrderMark: boolean;
      report: DocumentReport;
      /** How many edits were applied. */
      fixed: number;
      /** The change that `--fix` would make; empty when there is none. */
      diff: string;
      /** Why the safety gate refused the fixes, when it did. */
      refused?: string;
    }
  | { filePath: string; problem: string };

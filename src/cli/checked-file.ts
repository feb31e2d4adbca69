import type { DocumentIssues, Flavor } from '../engine/index.ts';
import type { AllFindings } from './cache/all-findings.ts';
import type { LibraryFacts } from './cache/facts.ts';

/** The result of checking one document, or why it could not be read or written. */
export type CheckedFile =
  | {
      filePath: string;
      /** The text that the report is about: after `--fix` the fixed one. Empty where nothing was found, and nothing was changed. */
      text: string;
      hasByteOrderMark: boolean;
      report: DocumentIssues;
      flavor: Flavor;
      /** The file of its tree that shows the flavor; null when something else says it. */
      flavorSign: string | null;
      /** Number of edits that were applied. */
      fixed: number;
      /** With `--diff`: the change that `--fix` would make. Empty without a change, and without `--diff`. */
      diff: string;
      /** Why the safety gate refused the fixes, when it did. */
      refused?: string;
      /** With `--gate`: all findings, if some of them are in the baseline. */
      all?: AllFindings;
      /** What the result depends on of other files, for the cache. */
      facts?: LibraryFacts;
    }
  | {
      filePath: string;
      problem: string;
      /** Whether the document was left out because of its size. */
      isTooLarge?: boolean;
    };

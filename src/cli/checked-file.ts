import type { DocumentIssues, Flavor } from '../engine/index.ts';
import type { LibraryFacts } from './cache/facts.ts';

/** The result of checking one document, or why it could not be read or written. */
export type CheckedFile =
  | {
      filePath: string;
      /** The text that the report is about: after `--fix` the fixed one. */
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
      /** What the result depends on of other files, for the cache. */
      facts?: LibraryFacts;
    }
  | {
      filePath: string;
      problem: string;
      /** Whether the document was left out because of its size. */
      isTooLarge?: boolean;
    };

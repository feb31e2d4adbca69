import { renameSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import {
  fixDocument,
  validateDocument,
  type DocumentLibrary,
  type DocumentReport,
  type Ruleset,
} from '../content/index.ts';
import { decodeDocument, readDocument, type ReadDocument } from './read-document.ts';

/** What is done with each document. */
export interface CheckOptions {
  cwd: string;
  mode: 'check' | 'fix' | 'diff';
  /** Fingerprints that are known, by path. */
  baseline: Readonly<Record<string, readonly string[]>>;
}

/** What came of one document. */
export type CheckedFile =
  | {
      filePath: string;
      text: string;
      report: DocumentReport;
      /** How many edits were made. */
      fixed: number;
      /** The change that `--fix` would make; empty when there is none. */
      diff: string;
    }
  | { filePath: string; problem: string };

/** Checks one file, and fixes it where that is wanted. */
export function checkFile(
  filePath: string,
  ruleset: Ruleset,
  library: DocumentLibrary,
  options: CheckOptions,
): CheckedFile {
  const path = resolve(options.cwd, filePath);
  const checked = checkDocument(readDocument(path), filePath, ruleset, library, options);
  if (options.mode !== 'fix' || 'problem' in checked || checked.fixed === 0) return checked;
  try {
    replaceFile(path, checked.text);
    return checked;
  } catch (error) {
    return {
      filePath,
      problem: `can't be written: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/** Checks a text that did not come from a file. */
export function checkText(
  bytes: Uint8Array,
  filePath: string,
  ruleset: Ruleset,
  library: DocumentLibrary,
  options: CheckOptions,
): CheckedFile {
  return checkDocument(decodeDocument(bytes), filePath, ruleset, library, options);
}

function checkDocument(
  document: ReadDocument,
  filePath: string,
  ruleset: Ruleset,
  library: DocumentLibrary,
  { mode, baseline }: CheckOptions,
): CheckedFile {
  if ('problem' in document) return { filePath, problem: document.problem };
  const known = baseline[filePath];
  const input = { filePath, ruleset, library, ...(known && { ignored: new Set(known) }) };
  let { text } = document;
  let fixed = 0;
  let diff = '';
  if (mode !== 'check') {
    const result = fixDocument({ ...input, text });
    if (result.text !== text) {
      diff = createTwoFilesPatch(`a/${filePath}`, `b/${filePath}`, text, result.text, undefined, undefined, {
        context: 3,
      });
      if (mode === 'fix') ({ text, applied: fixed } = result);
    }
  }
  return { filePath, text, report: validateDocument({ ...input, text }), fixed, diff };
}

/** Writes a file so that it is either the old one or the new one, whatever happens. */
function replaceFile(path: string, text: string): void {
  const { mode } = statSync(path);
  const next = `${path}.galley-${process.pid}`;
  writeFileSync(next, text, { mode });
  renameSync(next, path);
}

import { relative, resolve, sep } from 'node:path';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import {
  fixDocument,
  validateDocument,
  type DocumentLibrary,
  type DocumentReport,
  type Ruleset,
} from '../engine/index.ts';
import type { Baseline } from './baseline.ts';
import { decodeDocument, readDocument, type ReadDocument } from './read-document.ts';
import { replaceFile } from './replace-file.ts';

/** What is done with each document. */
export interface CheckOptions {
  cwd: string;
  /** The folder that the paths of a configuration start from. */
  root: string;
  mode: 'check' | 'fix' | 'diff';
  baseline: Baseline;
}

/** What came of one document. */
export type CheckedFile =
  | {
      filePath: string;
      text: string;
      hasByteOrderMark: boolean;
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
  { cwd, root, mode, baseline }: CheckOptions,
): CheckedFile {
  if ('problem' in document) return { filePath, problem: document.problem };
  const known = baseline.get(filePath);
  const pathInRoot = relative(root, resolve(cwd, filePath)).split(sep).join('/');
  const input = { filePath: pathInRoot, ruleset, library, ...(known && { ignored: new Set(known) }) };
  let { text } = document;
  let fixed = 0;
  let diff = '';
  if (mode !== 'check') {
    const result = fixDocument({ ...input, text });
    if (result.text !== text) {
      diff = createTwoFilesPatch(`a/${filePath}`, `b/${filePath}`, text, result.text, undefined, undefined, {
        context: 3,
        headerOptions: FILE_HEADERS_ONLY,
      });
      if (mode === 'fix') ({ text, applied: fixed } = result);
    }
  }
  const hasByteOrderMark = text.startsWith('\uFEFF');
  return { filePath, text, hasByteOrderMark, report: validateDocument({ ...input, text }), fixed, diff };
}

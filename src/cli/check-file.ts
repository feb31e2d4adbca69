import { resolve } from 'node:path';
import { diffTexts, fixParsedDocument, findIssues, rulesNamed, type Rule } from '../engine/index.ts';
import { countFindings } from './cache/all-findings.ts';
import type { Baseline } from './baseline.ts';
import { recordFacts } from './cache/facts.ts';
import type { CheckedFile } from './checked-file.ts';
import type { Project } from './project.ts';
import { decodeDocument, readDocument, type ReadDocument } from './read-document.ts';
import { replaceFile } from './replace-file.ts';

/** What to do with each document. */
export interface CheckOptions {
  cwd: string;
  mode: 'check' | 'fix' | 'diff';
  baseline: Baseline;
  /** Names of the rules whose findings are fixed; left out: all. */
  fixOnly?: readonly string[];
  /** Whether the findings of the baseline are counted too. */
  countsAll?: boolean;
  /** Whether results of earlier runs are used, and those of this one kept. */
  cache?: boolean;
}

/** Checks one file, and writes its fixes in the mode `fix`. */
export function checkFile(filePath: string, project: Project, options: CheckOptions): CheckedFile {
  const path = resolve(options.cwd, filePath);
  const checked = checkDocument(readDocument(path), filePath, project, options);
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

/** Checks a text that is not read from a file. */
export function checkText(
  bytes: Uint8Array,
  filePath: string,
  project: Project,
  options: CheckOptions,
): CheckedFile {
  return checkDocument(decodeDocument(bytes), filePath, project, options);
}

function checkDocument(
  document: ReadDocument,
  filePath: string,
  project: Project,
  { mode, baseline, fixOnly, cache, countsAll = false }: CheckOptions,
): CheckedFile {
  if ('problem' in document) return { filePath, ...document };
  const { ruleset, library, root } = project.placeOf(filePath);
  const known = baseline.get(filePath);
  const pathInRoot = project.pathInRoot(filePath, root);
  const { flavor, sign } = library.flavorOf(pathInRoot);
  const parsed = library.parse(pathInRoot, document.text, flavor);
  const recorded = cache ? recordFacts(library) : null;
  const input = {
    text: document.text,
    document: parsed,
    filePath: pathInRoot,
    ruleset,
    library: recorded?.library ?? library,
    ...(known && { ignored: new Set(known) }),
  };
  const fixed = mode === 'check' ? undefined : fixParsedDocument(input, rulesLeft(ruleset.rules, fixOnly));
  const diff = fixed && mode === 'diff' ? diffTexts(filePath, document.text, fixed.text) : '';
  const shown = mode === 'fix' && fixed ? fixed : { ...input, applied: 0 };
  library.add(pathInRoot, shown.document);
  const final = { ...input, text: shown.text, document: shown.document };
  const report = findIssues(final);
  return {
    filePath,
    text: shown.text,
    hasByteOrderMark: shown.text.startsWith('\uFEFF'),
    report,
    flavor,
    flavorSign: sign,
    fixed: shown.applied,
    diff,
    ...(fixed?.refusal && { refused: fixed.refusal.detail }),
    ...(recorded && { facts: recorded.facts }),
    ...(countsAll &&
      report.ignored > 0 && { all: countFindings(findIssues({ ...final, ignored: new Set() })) }),
  };
}

/** The rules whose findings are not fixed. */
function rulesLeft(rules: ReadonlyMap<string, Rule>, fixOnly?: readonly string[]): ReadonlySet<string> {
  if (!fixOnly) return new Set();
  const fixed = new Set(fixOnly.flatMap((name) => [...rulesNamed(rules, name)]));
  return new Set([...rules.keys()].filter((id) => !fixed.has(id)));
}

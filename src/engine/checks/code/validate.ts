import { FLAVOR_TRAITS } from '../../flavors/flavor.ts';
import type { Finding, ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { CodeRuleId } from './rules.ts';
import type { Fence } from '../../document/outline.ts';
import { tellsAll } from '../tells-all.ts';
import { checkFences } from './fences.ts';
import { checkSecrets } from './secrets.ts';

/** How much of a code block is read to guess its language, in UTF-16 code units. */
const MAX_GUESS_LENGTH = 2_000;

/** Checks that code fences are closed and name a language, and that code has no secrets, private paths or placeholders. */
export function validateCode(view: DocumentView<CodeRuleId>, report: ReportFinding<CodeRuleId>): void {
  const fences = view.outline?.fences ?? [];
  const named = fences.filter(({ info }) => info.trim() !== '').length;
  // Where most blocks name none, nobody forgot it.
  const isForgotten = 2 * named >= fences.length;
  for (const fence of fences) {
    if (!fence.closed && !closesAnother(view, fence) && !isClosedInMdx(view, fence))
      reportUnclosed(view, fence, report);
    if (fence.info.trim() === '' && fence.closed) reportLanguage(view, fence, isForgotten, report);
  }
  checkFences(view, report);
  if (view.settings.isOn('code/secret')) checkSecrets(view, report);
}

/** The marks of a fence that is indented as code is. */
const INDENTED_FENCE = /^(?: {4}|\t)[ \t]*(?:`{3,}|~{3,})/gm;

/** Whether marks are the end of a fence that MDX sees, which has no indented code. */
function closesAnother({ text, flavor, outline }: DocumentView<CodeRuleId>, fence: Fence): boolean {
  if (!FLAVOR_TRAITS[flavor].jsx || fence.info.trim() !== '') return false;
  return [...text.slice(0, fence.openStart).matchAll(INDENTED_FENCE)].some(
    ({ index, 0: marks }) =>
      !outline?.fences.some(({ start, end }) => start < index + marks.length && index < end),
  );
}

/**
 * Whether a fence ends in MDX, where its last marks may be indented by any number of columns. A tree that does not say what
 * reads it may be one of MDX.
 */
function isClosedInMdx(view: DocumentView<CodeRuleId>, fence: Fence): boolean {
  const { text, flavor } = view;
  const { jsx, parserIsGuessed } = FLAVOR_TRAITS[flavor];
  if (!jsx && !(parserIsGuessed && !tellsAll(view, 'code/unclosed-fence'))) return false;
  const marks = /^(`{3,}|~{3,})/.exec(text.slice(fence.openStart, fence.openEnd))?.[1] ?? '';
  return text
    .slice(fence.openEnd, fence.end)
    .split(/\r\n|\r|\n/)
    .some(
      (line) => /^[ \t]{4,}/.test(line) && line.trim().startsWith(marks) && /^(?:`+|~+)$/.test(line.trim()),
    );
}

function reportUnclosed(
  { text, lineEnding }: DocumentView<CodeRuleId>,
  fence: Fence,
  report: ReportFinding<CodeRuleId>,
): void {
  const marks = text.slice(fence.openStart, fence.openEnd);
  const finding: Finding<CodeRuleId> = {
    ruleId: 'code/unclosed-fence',
    start: fence.openStart,
    end: fence.openEnd,
    message: `The code fence "${marks.slice(0, 3)}" is never closed.`,
  };
  // In a quote or a list, the closing line needs the prefix of its container, which cannot be guessed.
  if (fence.nested)
    finding.suggestion = 'Close it where the code ends, indented as the text of its list or quote.';
  else {
    const endsLine = /[\r\n]$/.test(text);
    const closing = `${endsLine ? '' : lineEnding}${marks}${lineEnding}`;
    finding.replacements = [{ start: text.length, end: text.length, text: closing }];
  }
  report(finding);
}

function reportLanguage(
  view: DocumentView<CodeRuleId>,
  fence: Fence,
  isForgotten: boolean,
  report: ReportFinding<CodeRuleId>,
): void {
  const { text } = view;
  const finding: Finding<CodeRuleId> = {
    ruleId: 'code/missing-language',
    start: fence.openStart,
    end: fence.openEnd,
    message: 'The code block names no language.',
  };
  const code = text.slice(fence.openEnd, Math.min(fence.end, fence.openEnd + MAX_GUESS_LENGTH));
  const language = guessLanguage(code, fence.end - fence.openEnd <= MAX_GUESS_LENGTH);
  // A session in a terminal has hardly anything to highlight.
  const isTold = language !== null && language !== SESSION && isForgotten;
  if (!isTold && !tellsAll(view, 'code/missing-language')) return;
  if (language) {
    finding.suggestion = `Name it: ${language}.`;
    finding.replacements = [{ start: fence.openEnd, end: fence.openEnd, text: language }];
  }
  report(finding);
}

/** Commands and what they print. */
const SESSION = 'console';
/** Patterns that identify a language from the start of the code. */
const SIGNS: readonly (readonly [string, RegExp])[] = [
  ['xml', /^\s*<\?xml\b/],
  ['html', /^\s*<!doctype html\b/i],
  ['bash', /^\s*#!\/(?:usr\/bin\/env )?(?:bin\/)?(?:ba)?sh\b/],
  ['python', /^\s*(?:#!.*\bpython|def \w+\(.*\):|from [\w.]+ import \w)/],
  ['csharp', /^\s*(?:using (?:System|Aspose)[\w.]*;|namespace [\w.]+\s*[{;])/],
  ['java', /^\s*(?:import java[\w.]*\.|package [\w.]+;\s*import )/],
  ['cpp', /^\s*#include\s*[<"]/],
  ['rust', /^\s*fn main\(\)/],
  ['diff', /^\s*diff --git /],
  [SESSION, /^\s*\$ \S/],
  // Not the syntax of a command, as in `Get-Item [-Path] <String>`.
  ['powershell', /^\s*(?:PS [A-Z]:\\.*>|(?:Get|Set|New|Import|Install|Remove)-[A-Z]\w+\b(?!:|.*[[<]))/],
  ['sql', /^\s*SELECT\b[\s\S]*\bFROM\b/],
];

function guessLanguage(code: string, whole: boolean): string | null {
  const body = whole ? code.replace(/\s*(?:`{3,}|~{3,})\s*$/, '') : code;
  if (whole && /^\s*[[{]/.test(body) && isJson(body)) return 'json';
  return SIGNS.find(([, sign]) => sign.test(body))?.[0] ?? null;
}

function isJson(code: string): boolean {
  try {
    JSON.parse(code);
    return true;
  } catch {
    return false;
  }
}

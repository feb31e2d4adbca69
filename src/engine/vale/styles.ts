import { PatternError, TextTooLongError } from '../patterns/pattern.ts';
import type { Finding } from '../rules/finding.ts';
import type { Rule } from '../rules/rule.ts';
import { compileCheck } from './compile.ts';
import type { Alert, Check, CheckContext } from './check.ts';
import type { ImportedStyle, ValeRule } from './imported-style.ts';
import { Regions, type StyledDocument } from './regions.ts';
import { entryPattern } from './vocabulary.ts';

/** Compiled styles. */
export interface CompiledStyles {
  rules: readonly { rule: ValeRule; check: Check }[];
  /** Sentences about what cannot run, and why. */
  remarks: readonly string[];
}

/**
 * Compiles styles. Takes milliseconds, so reuse the result for further documents.
 *
 * @param context.accept - words of the vocabulary, in addition to those in the styles
 */
export function compileStyles(
  styles: readonly ImportedStyle[],
  { accept, spelling }: CheckContext,
): CompiledStyles {
  const words = [...accept, ...styles.flatMap(({ vocab }) => vocab.accept)];
  const context = { accept: words.map(entryPattern), spelling };
  const rules: { rule: ValeRule; check: Check }[] = [];
  const remarks: string[] = [];
  for (const { name, rules: ofStyle, unsupported, problems } of styles) {
    for (const { rule, reason } of unsupported) remarks.push(`${rule} does not run: ${reason}.`);
    for (const { file, line, message } of problems) {
      remarks.push(`${name}/${file}${line === undefined ? '' : `:${line}`} ${message}.`);
    }
    for (const rule of ofStyle) {
      if (rule.extends === 'spelling' && !spelling)
        remarks.push(`${rule.id} does not run: there is no dictionary.`);
      try {
        rules.push({ rule, check: compileCheck(rule, context) });
      } catch (error) {
        if (!(error instanceof PatternError)) throw error;
        remarks.push(`${rule.id} does not run: it ${error.message}.`);
      }
    }
  }
  return { rules, remarks };
}

/**
 * Converts the rules of styles to entries of the rule table. They are advisory: an error is lowered to a warning, which
 * fails no document.
 */
export function styleRules(styles: readonly ImportedStyle[]): Rule[] {
  return styles.flatMap(({ rules }) =>
    rules.map(({ id, level, message, link }): Rule => {
      const words = message.replaceAll(/\s*\(?['‘"]?%[sd]['’"]?\)?/g, '').trim();
      return {
        id,
        type: 'style',
        level: level === 'error' ? 'warning' : level,
        strict: level,
        fix: 'suggest',
        purpose: words === '' ? `The rule ${id} of an imported style.` : words,
        title: `Follow ${id} in {n} place{s}`.slice(0, 100),
        instruction: link === undefined ? 'Follow the style.' : `Follow the style: ${link}`,
        confidence: 0.6,
        ...(link !== undefined && { docsUrl: link }),
      };
    }),
  );
}

/**
 * Runs styles on a document.
 *
 * @param isOn - whether a rule is enabled, by id
 * @param report - called for each finding
 */
export function checkStyles(
  { rules }: CompiledStyles,
  document: StyledDocument,
  isOn: (ruleId: string) => boolean,
  report: (finding: Finding) => void,
): void {
  const regions = new Regions(document);
  for (const { rule, check } of rules) {
    if (!isOn(rule.id)) continue;
    let left = rule.limit ?? Infinity;
    const alert = (found: Alert): void => {
      left -= 1;
      if (left >= 0) report(toFinding(rule.id, document.text, found));
    };
    try {
      check(regions.in(rule.scope), alert, regions);
    } catch (error) {
      if (!(error instanceof TextTooLongError)) throw error;
      const message = `The rule ${rule.id} was skipped: a paragraph is too long for its patterns.`;
      report({ ruleId: 'document/too-complex', start: 0, end: 0, message });
    }
  }
}

function toFinding(
  ruleId: string,
  text: string,
  { start, end, message, replacement, found }: Alert,
): Finding {
  const finding: Finding = { ruleId, start, end, message };
  // If the source contains markup, the replacement would not apply to what was matched.
  if (replacement === undefined || text.slice(start, end) !== found || replacement === found) return finding;
  return {
    ...finding,
    suggestion: replacement === '' ? 'Remove it.' : `Write: ${replacement}`,
    replacements: [
      { ...(replacement === '' ? withSpace(text, start, end) : { start, end }), text: replacement },
    ],
  };
}

/** Extends a removal by one of the adjacent spaces. */
function withSpace(text: string, start: number, end: number): { start: number; end: number } {
  const isAfterSpace = start === 0 || /\s/.test(text.charAt(start - 1));
  if (isAfterSpace && text[end] === ' ') return { start, end: end + 1 };
  return text[start - 1] === ' ' && !/\w/.test(text.charAt(end)) ? { start: start - 1, end } : { start, end };
}

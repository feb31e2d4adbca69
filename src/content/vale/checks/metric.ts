import { syllable } from 'syllable';
import { PatternError } from '../../patterns/pattern.ts';
import type { Check } from '../check.ts';
import { evaluate, parseFormula } from '../formula.ts';
import type { RuleOf } from '../imported-style.ts';
import { formatMessage } from '../message.ts';
import type { Region } from '../region.ts';

/** The formulas of readability that Vale knows, over {@link Figures}; each gives a school grade. */
const READABILITY: Readonly<Record<string, string>> = {
  'Flesch-Kincaid': '0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59',
  'Gunning Fog': '0.4 * ((words / sentences) + 100 * (complex_words / words))',
  'Coleman-Liau': '5.88 * (characters / words) - 29.6 * (sentences / words) - 15.8',
  SMOG: '1.043 * ((polysyllabic_words * 30 / sentences) ^ 0.5) + 3.1291',
  'Automated Readability': '4.71 * (characters / words) + 0.5 * (words / sentences) - 21.43',
};
const CONDITION = /^\s*(>=|<=|==|!=|>|<)\s*(-?\d+(?:\.\d+)?)\s*$/;
/** Fewer words say nothing about how readable a text is. */
const MIN_WORDS = 100;

/** Figures of a text that formulas are made of. */
export type Figures = Readonly<Record<string, number>>;

/** Finds documents of which a formula gives a value that the rule does not want. */
export function metric(rule: RuleOf<'metric'>): Check {
  const formula = parseFormula(rule.formula);
  const [, operator = '', limit = ''] = CONDITION.exec(rule.condition) ?? [];
  if (operator === '') throw new PatternError(`has a condition that can't be read: ${rule.condition}`);
  return (regions, alert) => {
    const value = evaluate(formula, figuresOf(regions));
    if (!Number.isFinite(value) || !holds(value, operator, Number(limit))) return;
    alertAtStart(regions, formatMessage(rule.message, value.toFixed(2)), alert);
  };
}

/** Finds documents that need more schooling to be read than the rule wants. */
export function readability(rule: RuleOf<'readability'>): Check {
  const names = rule.metrics.length > 0 ? rule.metrics : ['Flesch-Kincaid'];
  const formulas = names.map((name) => {
    const formula = READABILITY[name];
    if (formula === undefined) throw new PatternError(`names a metric that is not known: ${name}`);
    return parseFormula(formula);
  });
  return (regions, alert) => {
    const figures = figuresOf(regions);
    if ((figures['words'] ?? 0) < MIN_WORDS) return;
    const grade = formulas.reduce((sum, formula) => sum + evaluate(formula, figures), 0) / formulas.length;
    if (grade > rule.grade) alertAtStart(regions, formatMessage(rule.message, grade.toFixed(2)), alert);
  };
}

function alertAtStart(regions: readonly Region[], message: string, alert: Parameters<Check>[1]): void {
  const [first] = regions;
  if (first) alert({ start: first.offsetAt(0), end: first.endAt(first.text.length), message });
}

function holds(value: number, operator: string, limit: number): boolean {
  switch (operator) {
    case '>':
      return value > limit;
    case '<':
      return value < limit;
    case '>=':
      return value >= limit;
    case '<=':
      return value <= limit;
    case '==':
      return value === limit;
    default:
      return value !== limit;
  }
}

function figuresOf(regions: readonly Region[]): Figures {
  let words = 0;
  let sentences = 0;
  let characters = 0;
  let syllables = 0;
  let polysyllabic = 0;
  let long = 0;
  for (const { text } of regions) {
    const found = text.match(/[\p{L}\p{N}'’-]+/gu) ?? [];
    if (found.length === 0) continue;
    words += found.length;
    sentences += Math.max(1, text.match(/[.!?]+(?=\s|$)/g)?.length ?? 0);
    for (const word of found) {
      const count = syllable(word);
      characters += word.length;
      syllables += count;
      if (count > 2) polysyllabic += 1;
      if (word.length > 6) long += 1;
    }
  }
  return {
    words,
    sentences,
    characters,
    syllables,
    paragraphs: regions.length,
    complex_words: polysyllabic,
    polysyllabic_words: polysyllabic,
    long_words: long,
  };
}

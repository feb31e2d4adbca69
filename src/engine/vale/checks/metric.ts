import { PatternError } from '../../patterns/pattern.ts';
import type { Alert, Check } from '../check.ts';
import { FIGURE_NAMES, countFigures } from '../figures.ts';
import { parseFormula, type Figures } from '../formula.ts';
import type { RuleOf } from '../imported-style.ts';
import { formatMessage } from '../message.ts';
import type { Regions } from '../regions.ts';

/** The readability formulas that Vale knows. Each gives a school grade. */
const READABILITY: ReadonlyMap<string, string> = new Map([
  ['Flesch-Kincaid', '0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59'],
  ['Gunning Fog', '0.4 * ((words / sentences) + 100 * (complex_words / words))'],
  ['Coleman-Liau', '5.88 * (characters / words) - 29.6 * (sentences / words) - 15.8'],
  ['SMOG', '1.043 * math.sqrt(polysyllabic_words * 30 / sentences) + 3.1291'],
  ['Automated Readability', '4.71 * (characters / words) + 0.5 * (words / sentences) - 21.43'],
]);
const CONDITION = /^\s*(>=|<=|==|!=|>|<)\s*(-?\d+(?:\.\d+)?)\s*$/;
/** Minimum words for the readability of a text to be meaningful. */
const MIN_WORDS = 100;

/** Reports documents for which a formula meets the rule's condition. */
export function metric(rule: RuleOf<'metric'>): Check {
  const formula = parseFormula(rule.formula);
  for (const name of formula.names) {
    if (!FIGURE_NAMES.has(name))
      throw new PatternError(`has a formula of something that is not counted: ${name}`);
  }
  const [, operator = '', limit = ''] = CONDITION.exec(rule.condition) ?? [];
  if (operator === '') throw new PatternError(`has a condition that can't be read: ${rule.condition}`);
  return (_regions, alert, document) => {
    const value = formula.valueOf({ ...countFigures(document.paragraphs), ...headingFigures(document) });
    if (!Number.isFinite(value) || !holds(value, operator, Number(limit))) return;
    alertAtStart(document, formatMessage(rule.message, value.toFixed(2)), alert);
  };
}

/** Reports documents that require a higher school grade than the rule allows. */
export function readability(rule: RuleOf<'readability'>): Check {
  const names = rule.metrics.length > 0 ? rule.metrics : ['Flesch-Kincaid'];
  const formulas = names.map((name) => {
    const formula = READABILITY.get(name);
    if (formula === undefined) throw new PatternError(`names a metric that is not known: ${name}`);
    return parseFormula(formula);
  });
  return (_regions, alert, document) => {
    const figures = countFigures(document.paragraphs);
    if ((figures['words'] ?? 0) < MIN_WORDS) return;
    const grade = formulas.reduce((sum, formula) => sum + formula.valueOf(figures), 0) / formulas.length;
    if (grade > rule.grade) alertAtStart(document, formatMessage(rule.message, grade.toFixed(2)), alert);
  };
}

function headingFigures(document: Regions): Figures {
  const counts = [1, 2, 3, 4, 5, 6].flatMap((level): [string, number][] => {
    const count = document.in([`heading.h${level}`]).length;
    return [
      [`heading.h${level}`, count],
      [`heading_h${level}`, count],
    ];
  });
  return Object.fromEntries(counts);
}

/** Reports something about the whole document at its first words. */
function alertAtStart(document: Regions, message: string, alert: (alert: Alert) => void): void {
  const [first] = document.in(['text']);
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

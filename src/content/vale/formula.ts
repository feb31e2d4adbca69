import { PatternError } from '../patterns/pattern.ts';

/** An arithmetic expression, in the order in which it is worked out (reverse Polish notation). */
export type Formula = readonly (number | string)[];

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([a-z_][\w]*)|(math\.sqrt)|([-+*/^()]))/gy;
const PRECEDENCE: Readonly<Record<string, number>> = { '+': 1, '-': 1, '*': 2, '/': 2, '^': 3 };
/** Longest formula, in UTF-16 code units. */
const MAX_FORMULA_LENGTH = 1_000;

/**
 * Reads a formula of numbers, names, `+ - * / ^` and brackets (the shunting-yard algorithm).
 *
 * @throws {PatternError} for anything else
 */
export function parseFormula(source: string): Formula {
  if (source.length > MAX_FORMULA_LENGTH) throw new PatternError('has a formula that is too long');
  const output: (number | string)[] = [];
  const operators: string[] = [];
  let done = 0;
  for (const { 0: whole, 1: number, 2: name, 4: symbol, index } of source.trim().matchAll(TOKEN)) {
    done = index + whole.length;
    if (number !== undefined) output.push(Number(number));
    else if (name !== undefined) output.push(name);
    else if (symbol === '(') operators.push(symbol);
    else if (symbol === ')') {
      for (let top = operators.pop(); top !== '('; top = operators.pop()) {
        if (top === undefined) throw new PatternError(`has a formula that can't be read: ${source}`);
        output.push(top);
      }
    } else if (symbol !== undefined) {
      while ((PRECEDENCE[operators.at(-1) ?? ''] ?? 0) >= (PRECEDENCE[symbol] ?? 0))
        output.push(operators.pop() ?? '');
      operators.push(symbol);
    }
  }
  if (done !== source.trim().length || operators.includes('(')) {
    throw new PatternError(`has a formula that can't be read: ${source}`);
  }
  const formula = [...output, ...operators.toReversed()];
  if (!isComplete(formula)) throw new PatternError(`has a formula that can't be read: ${source}`);
  return formula;
}

function isComplete(formula: Formula): boolean {
  let depth = 0;
  for (const item of formula) {
    depth += typeof item === 'string' && item in PRECEDENCE ? -1 : 1;
    if (depth < 1) return false;
  }
  return depth === 1;
}

/** Works a formula out. A name that has no figure is NaN, and so is all that is made of it. */
export function evaluate(formula: Formula, figures: Readonly<Record<string, number>>): number {
  const stack: number[] = [];
  for (const item of formula) {
    if (typeof item === 'number') stack.push(item);
    else if (!(item in PRECEDENCE)) stack.push(figures[item] ?? Number.NaN);
    else {
      const right = stack.pop() ?? Number.NaN;
      const left = stack.pop() ?? Number.NaN;
      stack.push(calculate(item, left, right));
    }
  }
  return stack[0] ?? Number.NaN;
}

function calculate(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    default:
      return left ** right;
  }
}

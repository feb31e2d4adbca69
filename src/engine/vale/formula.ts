import { PatternError } from '../patterns/pattern.ts';

/** Values of the names in a formula. */
export type Figures = Readonly<Record<string, number>>;

/** A parsed arithmetic expression, which can be evaluated for many documents. */
export interface Formula {
  /** The names used in it. */
  names: ReadonlySet<string>;
  /** Evaluates it. Returns NaN if a name has no value. */
  valueOf(figures: Figures): number;
}

type Expression = (figures: Figures) => number;

/** Longest formula, in UTF-16 code units. Also bounds the nesting depth of brackets. */
export const MAX_FORMULA_LENGTH = 500;

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_][\w.]*)|([-+*/()]))/gy;
const FUNCTIONS: ReadonlyMap<string, (value: number) => number> = new Map([
  ['math.sqrt', Math.sqrt],
  ['math.abs', Math.abs],
  ['math.floor', Math.floor],
  ['math.ceil', Math.ceil],
  ['math.log', Math.log],
]);

/**
 * Parses a formula: numbers, names, `+ - * /`, brackets and functions such as `math.sqrt(…)`.
 *
 * @throws {PatternError} for any other syntax
 */
export function parseFormula(source: string): Formula {
  if (source.length > MAX_FORMULA_LENGTH) throw new PatternError('has a formula that is too long');
  return new FormulaReader(source).read();
}

/** Recursive descent parser: a sum of products of values. */
class FormulaReader {
  readonly #source: string;
  readonly #tokens: string[];
  readonly #names = new Set<string>();
  #at = 0;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = this.#split(source.trimEnd());
  }

  read(): Formula {
    const valueOf = this.#sum();
    if (this.#at < this.#tokens.length) throw this.#error();
    return { names: this.#names, valueOf };
  }

  #split(source: string): string[] {
    const tokens: string[] = [];
    let end = 0;
    for (const { 0: token, index } of source.matchAll(TOKEN)) {
      tokens.push(token.trim());
      end = index + token.length;
    }
    if (end !== source.length) throw this.#error();
    return tokens;
  }

  #sum(): Expression {
    let left = this.#product();
    for (let sign = this.#accept('+', '-'); sign !== null; sign = this.#accept('+', '-')) {
      const [before, after] = [left, this.#product()];
      left =
        sign === '+'
          ? (figures) => before(figures) + after(figures)
          : (figures) => before(figures) - after(figures);
    }
    return left;
  }

  #product(): Expression {
    let left = this.#value();
    for (let sign = this.#accept('*', '/'); sign !== null; sign = this.#accept('*', '/')) {
      const [before, after] = [left, this.#value()];
      left =
        sign === '*'
          ? (figures) => before(figures) * after(figures)
          : (figures) => before(figures) / after(figures);
    }
    return left;
  }

  #value(): Expression {
    if (this.#accept('-') !== null) {
      const value = this.#value();
      return (figures) => -value(figures);
    }
    const token = this.#next();
    if (token === '(') return this.#untilBracket();
    if (/^\d/.test(token)) {
      const number = Number(token);
      return () => number;
    }
    if (!/^[A-Za-z_]/.test(token)) throw this.#error();
    const apply = FUNCTIONS.get(token);
    if (apply) {
      if (this.#next() !== '(') throw this.#error();
      const inner = this.#untilBracket();
      return (figures) => apply(inner(figures));
    }
    this.#names.add(token);
    return (figures) => figures[token] ?? Number.NaN;
  }

  #untilBracket(): Expression {
    const inner = this.#sum();
    if (this.#next() !== ')') throw this.#error();
    return inner;
  }

  #next(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw this.#error();
    this.#at += 1;
    return token;
  }

  #accept(...wanted: readonly string[]): string | null {
    const token = this.#tokens[this.#at];
    if (token === undefined || !wanted.includes(token)) return null;
    this.#at += 1;
    return token;
  }

  #error(): PatternError {
    return new PatternError(`has a formula that can't be read: ${this.#source.trim()}`);
  }
}

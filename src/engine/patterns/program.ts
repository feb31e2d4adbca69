import { RegExpParser, type AST } from '@eslint-community/regexpp';
import { CharacterSet } from './character-set.ts';
import { PatternError } from './pattern-error.ts';
import type { Translated } from './translate.ts';

/** One instruction of the backtracking matcher. */
export type Instruction =
  | { op: 'character'; set: CharacterSet; next: number }
  /** Continues at `first`; if that fails, at `second`. `memo` numbers the choices of the program. */
  | { op: 'split'; first: number; second: number; memo: number }
  | { op: 'jump'; to: number }
  | { op: 'save'; slot: number }
  | { op: 'edge'; kind: 'start' | 'end' | 'word'; negate: boolean }
  | { op: 'look'; program: Program; negate: boolean }
  | { op: 'fail' }
  | { op: 'match' };

/** A compiled regular expression. */
export interface Program {
  instructions: Instruction[];
  /** Number of choices. */
  splits: number;
  /** Number of groups; group 0 is the whole match. */
  groups: number;
  /** Lookbehinds are matched from end to start. */
  backwards: boolean;
  /** Group numbers by name. */
  names: ReadonlyMap<string, number>;
  flags: Pick<Translated, 'multiline' | 'unicode'>;
}

/** Maximum instructions in a program. Counted repetitions are unrolled. */
export const MAX_PROGRAM_LENGTH = 50_000;

/**
 * Compiles a parsed regular expression.
 *
 * @throws {PatternError} if it is too large, or uses a back-reference or a class with set operators
 */
export function compileProgram(ast: AST.Pattern, translated: Translated): Program {
  return new Compiler(translated).compile(ast.alternatives, false);
}

/**
 * Parses a regular expression.
 *
 * @throws {PatternError} with the position of the first mistake
 */
export function parsePattern({ source, unicode }: Translated): AST.Pattern {
  try {
    return new RegExpParser({ ecmaVersion: 2025 }).parsePattern(source, 0, source.length, { unicode });
  } catch (error) {
    throw new PatternError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

class Compiler {
  readonly #translated: Translated;
  readonly #sets = new Map<string, CharacterSet>();
  readonly #names = new Map<string, number>();
  #groups = 1;
  #length = 0;

  constructor(translated: Translated) {
    this.#translated = translated;
  }

  compile(alternatives: readonly AST.Alternative[], backwards: boolean): Program {
    const { multiline, unicode } = this.#translated;
    const program: Program = {
      instructions: [],
      splits: 0,
      groups: 0,
      backwards,
      names: this.#names,
      flags: { multiline, unicode },
    };
    this.#add(program, { op: 'save', slot: 0 });
    this.#alternatives(program, alternatives);
    this.#add(program, { op: 'save', slot: 1 });
    this.#add(program, { op: 'match' });
    program.groups = this.#groups;
    return program;
  }

  #add(program: Program, instruction: Instruction): number {
    this.#length += 1;
    if (this.#length > MAX_PROGRAM_LENGTH) throw new PatternError('is too large');
    return program.instructions.push(instruction) - 1;
  }

  #alternatives(program: Program, alternatives: readonly AST.Alternative[]): void {
    const ends: { op: 'jump'; to: number }[] = [];
    for (const [index, { elements }] of alternatives.entries()) {
      const isLast = index === alternatives.length - 1;
      const split = isLast ? null : this.#split(program);
      if (split) split.first = program.instructions.length;
      const ordered = program.backwards ? elements.toReversed() : elements;
      for (const element of ordered) this.#element(program, element);
      if (!split) continue;
      const jump = { op: 'jump' as const, to: -1 };
      ends.push(jump);
      this.#add(program, jump);
      split.second = program.instructions.length;
    }
    for (const jump of ends) jump.to = program.instructions.length;
  }

  #split(program: Program): { first: number; second: number } {
    const split = { op: 'split' as const, first: -1, second: -1, memo: program.splits };
    program.splits += 1;
    this.#add(program, split);
    return split;
  }

  #element(program: Program, element: AST.Element): void {
    switch (element.type) {
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass':
        this.#add(program, {
          op: 'character',
          set: this.#setOf(element.raw),
          next: program.instructions.length + 1,
        });
        return;
      case 'Group':
        this.#alternatives(program, element.alternatives);
        return;
      case 'CapturingGroup':
        this.#capture(program, element);
        return;
      case 'Quantifier':
        this.#quantifier(program, element);
        return;
      case 'Assertion':
        this.#assertion(program, element);
        return;
      case 'Backreference':
        throw new PatternError(`refers to a group (${element.raw}), which can't be matched in linear time`);
      case 'ExpressionCharacterClass':
        throw new PatternError(`has a class with operators (${element.raw}), which is not supported`);
    }
  }

  #setOf(raw: string): CharacterSet {
    const known = this.#sets.get(raw);
    if (known) return known;
    const made = new CharacterSet(raw, this.#translated);
    this.#sets.set(raw, made);
    return made;
  }

  #capture(program: Program, { name, alternatives }: AST.CapturingGroup): void {
    const group = this.#groups;
    this.#groups += 1;
    if (name !== null) this.#names.set(name, group);
    const [before, after] = program.backwards ? [1, 0] : [0, 1];
    this.#add(program, { op: 'save', slot: group * 2 + before });
    this.#alternatives(program, alternatives);
    this.#add(program, { op: 'save', slot: group * 2 + after });
  }

  #quantifier(program: Program, { element, min, max, greedy }: AST.Quantifier): void {
    const groups = this.#groups;
    const once = (): void => {
      // Every round writes to the same groups.
      this.#groups = groups;
      this.#element(program, element);
    };
    for (let times = 0; times < min; times += 1) once();
    // As in JavaScript, an optional round must consume something. This also ends the loop.
    const isEmpty = mayBeEmpty(element);
    const onceMore = (): void => {
      const body = program.instructions.length;
      once();
      if (isEmpty) this.#insistOnMore(program, body);
    };
    if (max === Infinity) {
      const start = program.instructions.length;
      const split = this.#split(program);
      const body = program.instructions.length;
      onceMore();
      this.#add(program, { op: 'jump', to: start });
      this.#route(split, greedy, body, program.instructions.length);
      return;
    }
    const splits: { split: { first: number; second: number }; body: number }[] = [];
    for (let times = min; times < max; times += 1) {
      const split = this.#split(program);
      splits.push({ split, body: program.instructions.length });
      onceMore();
    }
    for (const { split, body } of splits) this.#route(split, greedy, body, program.instructions.length);
    if (max === 0) once();
  }

  /**
   * Makes the instructions added from `body` on fail if they consume nothing. The instructions are duplicated, and the
   * first character leads from the first copy to the second. This avoids storing the position where a round started,
   * which would break the memo.
   */
  #insistOnMore(program: Program, body: number): void {
    const original = program.instructions.splice(body);
    const consumed = body + original.length + 1;
    const copy = (base: number): void => {
      const moved = (target: number): number => target - body + base;
      for (const instruction of original) {
        if (instruction.op === 'character') {
          this.#add(program, { ...instruction, next: instruction.next - body + consumed });
        } else if (instruction.op === 'jump') {
          this.#add(program, { op: 'jump', to: moved(instruction.to) });
        } else if (instruction.op === 'split') {
          const split = this.#split(program);
          [split.first, split.second] = [moved(instruction.first), moved(instruction.second)];
        } else this.#add(program, instruction);
      }
    };
    copy(body);
    this.#add(program, { op: 'fail' });
    copy(consumed);
  }

  #route(split: { first: number; second: number }, greedy: boolean, body: number, end: number): void {
    [split.first, split.second] = greedy ? [body, end] : [end, body];
  }

  #assertion(program: Program, assertion: AST.Assertion): void {
    switch (assertion.kind) {
      case 'start':
      case 'end':
        this.#add(program, { op: 'edge', kind: assertion.kind, negate: false });
        return;
      case 'word':
        this.#add(program, { op: 'edge', kind: 'word', negate: assertion.negate });
        return;
      case 'lookahead':
      case 'lookbehind': {
        const inner = this.compile(assertion.alternatives, assertion.kind === 'lookbehind');
        this.#add(program, { op: 'look', program: inner, negate: assertion.negate });
      }
    }
  }
}

/** Whether an element can match the empty string. */
function mayBeEmpty(element: AST.Element): boolean {
  switch (element.type) {
    case 'Character':
    case 'CharacterSet':
    case 'CharacterClass':
    case 'ExpressionCharacterClass':
      return false;
    case 'Assertion':
    case 'Backreference':
      return true;
    case 'Quantifier':
      return element.min === 0 || mayBeEmpty(element.element);
    case 'Group':
    case 'CapturingGroup':
      return element.alternatives.some(({ elements }) => elements.every((one) => mayBeEmpty(one)));
  }
}

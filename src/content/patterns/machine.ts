import type { Instruction, Program } from './program.ts';

/** Most choices times code units that a run may remember, in bits: 8 MB. */
export const MAX_MEMO_BITS = 64_000_000;

/** Thrown when a text is too long for a program. */
export class TextTooLongError extends Error {
  override readonly name = 'TextTooLongError';
}

/** What stands on the stack: a choice to take, one to remember as failed, a group to put back. */
const Frame = { alternative: 0, mark: 1, restore: 2 } as const;

/**
 * Runs a program on one text, by going back where a choice fails, and never twice from the same choice at the same place:
 * what failed once fails again, wherever the match began. So all matches together take time proportional to the length
 * of the text times that of the program (memoisation as in Davis, Servant and Lee, "Using Selective Memoization to
 * Defeat Regular Expression Denial of Service", IEEE S&P 2021).
 */
export class Machine {
  /** How many instructions were run: what a test measures instead of time. */
  steps = 0;
  readonly #program: Program;
  readonly #text: string;
  readonly #failed: Bits;
  /** Only of a lookaround, which asks whether and not where: what has matched from here. */
  readonly #matched: Bits | null;
  readonly #looks = new Map<Program, Machine>();

  /** @throws {TextTooLongError} when the two together are too large */
  constructor(program: Program, text: string, isLook = false) {
    if (program.splits * (text.length + 1) > MAX_MEMO_BITS) throw new TextTooLongError();
    this.#program = program;
    this.#text = text;
    this.#failed = new Bits(program.splits * (text.length + 1));
    this.#matched = isLook ? new Bits(program.splits * (text.length + 1)) : null;
  }

  /**
   * Matches at one place.
   *
   * @returns start and end of each group, -1 for one that took no part; null without a match
   */
  matchAt(start: number): Int32Array | null {
    const { instructions, groups, backwards, flags } = this.#program;
    const width = this.#text.length + 1;
    const slots = new Int32Array(groups * 2).fill(-1);
    // What to come back to: kind, and two numbers.
    const stack: number[] = [];
    let pc = 0;
    let at = start;
    for (;;) {
      this.steps += 1;
      const instruction: Instruction | undefined = instructions[pc];
      let fails = false;
      if (instruction === undefined) throw new Error(`No instruction ${pc}.`);
      switch (instruction.op) {
        case 'character': {
          const size = this.#sizeAt(at, backwards, flags.unicode);
          const code = size === 0 ? -1 : this.#codeAt(backwards ? at - size : at, size);
          if (code !== -1 && instruction.set.has(code)) {
            at += backwards ? -size : size;
            pc += 1;
          } else fails = true;
          break;
        }
        case 'split': {
          const key = instruction.memo * width + at;
          if (this.#matched?.has(key)) return this.#succeed(stack, slots);
          if (this.#failed.has(key)) fails = true;
          else {
            stack.push(Frame.mark, key, 0, Frame.alternative, instruction.second, at);
            pc = instruction.first;
          }
          break;
        }
        case 'jump':
          pc = instruction.to;
          break;
        case 'save':
          stack.push(Frame.restore, instruction.slot, slots[instruction.slot] ?? -1);
          slots[instruction.slot] = at;
          pc += 1;
          break;
        case 'edge':
          if (this.#isEdge(instruction.kind, at) === instruction.negate) fails = true;
          else pc += 1;
          break;
        case 'look':
          if (this.#looksLike(instruction.program, at) === instruction.negate) fails = true;
          else pc += 1;
          break;
        case 'match':
          return this.#succeed(stack, slots);
      }
      if (!fails) continue;
      let resumed = false;
      while (!resumed) {
        const second = stack.pop();
        const first = stack.pop();
        const kind = stack.pop();
        if (kind === undefined || first === undefined || second === undefined) return null;
        if (kind === Frame.mark) this.#failed.add(first);
        else if (kind === Frame.restore) slots[first] = second;
        else {
          [pc, at] = [first, second];
          resumed = true;
        }
      }
    }
  }

  /** The choices on the way here are what is still on the stack: all of them lead to a match. */
  #succeed(stack: readonly number[], slots: Int32Array): Int32Array {
    if (this.#matched) {
      for (let index = 0; index < stack.length; index += 3) {
        if (stack[index] === Frame.mark) this.#matched.add(stack[index + 1] ?? 0);
      }
    }
    return slots;
  }

  #sizeAt(at: number, backwards: boolean, unicode: boolean): number {
    const text = this.#text;
    if (backwards ? at === 0 : at >= text.length) return 0;
    if (!unicode) return 1;
    if (backwards) {
      const isPair = at > 1 && isLow(text.charCodeAt(at - 1)) && isHigh(text.charCodeAt(at - 2));
      return isPair ? 2 : 1;
    }
    return isHigh(text.charCodeAt(at)) && isLow(text.charCodeAt(at + 1)) ? 2 : 1;
  }

  #codeAt(at: number, size: number): number {
    return size === 1 ? this.#text.charCodeAt(at) : (this.#text.codePointAt(at) ?? -1);
  }

  #isEdge(kind: 'start' | 'end' | 'word', at: number): boolean {
    const text = this.#text;
    if (kind === 'word') return isWord(text.charCodeAt(at - 1)) !== isWord(text.charCodeAt(at));
    const { multiline } = this.#program.flags;
    if (kind === 'start') return at === 0 || (multiline && isLineEnd(text.charCodeAt(at - 1)));
    return at === text.length || (multiline && isLineEnd(text.charCodeAt(at)));
  }

  #looksLike(program: Program, at: number): boolean {
    let machine = this.#looks.get(program);
    if (!machine) {
      machine = new Machine(program, this.#text, true);
      this.#looks.set(program, machine);
    }
    const before = machine.steps;
    const matches = machine.matchAt(at) !== null;
    this.steps += machine.steps - before;
    return matches;
  }
}

/** A set of small numbers. */
class Bits {
  readonly #words: Uint32Array;

  constructor(size: number) {
    this.#words = new Uint32Array((size >>> 5) + 1);
  }

  has(index: number): boolean {
    return ((this.#words[index >>> 5] ?? 0) & (1 << (index & 31))) !== 0;
  }

  add(index: number): void {
    const word = index >>> 5;
    this.#words[word] = (this.#words[word] ?? 0) | (1 << (index & 31));
  }
}

/** As `\w` has it; NaN, outside of the text, is none. */
function isWord(code: number): boolean {
  return (
    (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122)
  );
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13 || code === 0x2028 || code === 0x2029;
}

function isHigh(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLow(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

import type { Instruction, Program } from './program.ts';

/** Memory limit of the memo: 16,000 pages of 4,096 bits, i.e. 8 MB. */
export const MAX_MEMO_PAGES = 16_000;
const PAGE_BITS = 4_096;

/** Thrown when a text is too long for a program. */
export class TextTooLongError extends Error {
  override readonly name = 'TextTooLongError';
}

/** Kinds of stack entries: an alternative to try, a choice to mark as failed, and a group to restore. */
const Frame = { alternative: 0, mark: 1, restore: 2 } as const;

interface MachineOptions {
  /** Whether the caller needs only whether something matches, as for a lookaround, and not the groups. */
  isLook?: boolean;
  /** Memo pages left, shared with its lookarounds. */
  budget?: { pages: number };
}

/**
 * Runs a program on one text by backtracking, but never retries a choice at a position where it failed before: it would
 * fail again, wherever the match started. So all matches together take time proportional to the text length times the
 * program length (memoisation as in Davis, Servant and Lee, "Using Selective Memoization to Defeat Regular Expression
 * Denial of Service", IEEE S&P 2021).
 */
export class Machine {
  /** Instructions executed so far. Tests measure this instead of time. */
  steps = 0;
  readonly #program: Program;
  readonly #text: string;
  readonly #budget: { pages: number };
  readonly #failed: Bits;
  /** For lookarounds only: choices known to lead to a match. */
  readonly #matched: Bits | null;
  readonly #looks = new Map<Program, Machine>();

  constructor(program: Program, text: string, options: MachineOptions = {}) {
    const { isLook = false, budget = { pages: MAX_MEMO_PAGES } } = options;
    this.#budget = budget;
    this.#program = program;
    this.#text = text;
    this.#failed = new Bits(budget);
    this.#matched = isLook ? new Bits(budget) : null;
  }

  /**
   * Matches at one position.
   *
   * @throws {TextTooLongError} if the memo would exceed its limit
   * @returns start and end of each group, -1 for groups that did not take part; null if there is no match
   */
  matchAt(start: number): Int32Array | null {
    const { instructions, groups, backwards, flags } = this.#program;
    const width = this.#text.length + 1;
    const slots = new Int32Array(groups * 2).fill(-1);
    // Backtracking stack: a kind and two numbers per entry.
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
            pc = instruction.next;
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
        case 'fail':
          fails = true;
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

  /** Records the choices still on the stack, since all of them led to this match. */
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
      machine = new Machine(program, this.#text, { budget: this.#budget, isLook: true });
      this.#looks.set(program, machine);
    }
    const before = machine.steps;
    const matches = machine.matchAt(at) !== null;
    this.steps += machine.steps - before;
    return matches;
  }
}

/** A set of numbers in pages that are allocated on first use. */
class Bits {
  readonly #pages = new Map<number, Uint32Array>();
  readonly #budget: { pages: number };

  constructor(budget: { pages: number }) {
    this.#budget = budget;
  }

  has(index: number): boolean {
    const word = this.#pages.get(Math.floor(index / PAGE_BITS))?.[(index % PAGE_BITS) >>> 5] ?? 0;
    return (word & (1 << (index & 31))) !== 0;
  }

  add(index: number): void {
    const number = Math.floor(index / PAGE_BITS);
    let page = this.#pages.get(number);
    if (!page) {
      if (this.#budget.pages === 0) throw new TextTooLongError();
      this.#budget.pages -= 1;
      page = new Uint32Array(PAGE_BITS / 32);
      this.#pages.set(number, page);
    }
    const word = (index % PAGE_BITS) >>> 5;
    page[word] = (page[word] ?? 0) | (1 << (index & 31));
  }
}

/** As `\w` without flags. Returns false for NaN, i.e. outside the text. */
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

import { RegExpParser, type AST } from '@eslint-community/regexpp';
import { PatternError } from './pattern-error.ts';

/** Flags that hold in one part of a pattern, in addition to the global ones. */
interface Modifiers {
  ignoreCase: boolean;
  dotAll: boolean;
  multiline: boolean;
}

const LINE_END = '\\n\\r\\u2028\\u2029';

/**
 * Rewrites inline modifiers such as `(?i:word)` into plain syntax, since not all JavaScript engines support them.
 *
 * @param flags - those of the whole pattern
 * @throws {PatternError} if a part switches a global flag off, or if the pattern is invalid
 */
export function writeOutModifiers(source: string, flags: Modifiers & { unicode: boolean }): string {
  let ast: AST.Pattern;
  try {
    ast = new RegExpParser({ ecmaVersion: 2025 }).parsePattern(source, 0, source.length, flags);
  } catch (error) {
    throw new PatternError(error instanceof Error ? error.message : String(error), { cause: error });
  }
  return new Writer(flags).alternatives(ast.alternatives, {
    ignoreCase: false,
    dotAll: false,
    multiline: false,
  });
}

class Writer {
  readonly #flags: Modifiers;

  constructor(flags: Modifiers) {
    this.#flags = flags;
  }

  alternatives(alternatives: readonly AST.Alternative[], modifiers: Modifiers): string {
    return alternatives
      .map(({ elements }) => elements.map((element) => this.#element(element, modifiers)).join(''))
      .join('|');
  }

  #element(element: AST.Element, modifiers: Modifiers): string {
    switch (element.type) {
      case 'Group':
        return `(?:${this.alternatives(element.alternatives, this.#within(element, modifiers))})`;
      case 'CapturingGroup': {
        const name = element.name === null ? '' : `?<${element.name}>`;
        return `(${name}${this.alternatives(element.alternatives, modifiers)})`;
      }
      case 'Quantifier': {
        const { element: inner, raw } = element;
        return this.#element(inner, modifiers) + raw.slice(inner.end - element.start);
      }
      case 'Assertion':
        return this.#assertion(element, modifiers);
      case 'Character':
        return modifiers.ignoreCase ? bothCases(element.raw, element.value) : element.raw;
      case 'CharacterSet':
        return element.kind === 'any' && modifiers.dotAll ? '[^]' : element.raw;
      case 'CharacterClass':
        return modifiers.ignoreCase ? `${element.raw.slice(0, -1)}${otherCases(element)}]` : element.raw;
      case 'Backreference':
      case 'ExpressionCharacterClass':
        return element.raw;
    }
  }

  #assertion(assertion: AST.Assertion, modifiers: Modifiers): string {
    if ('alternatives' in assertion) {
      const { raw, alternatives } = assertion;
      const opening = /^\(\?<?[=!]/.exec(raw)?.[0] ?? '';
      return `${opening}${this.alternatives(alternatives, modifiers)})`;
    }
    if (!modifiers.multiline || assertion.kind === 'word') return assertion.raw;
    return assertion.kind === 'start' ? `(?<![^${LINE_END}])` : `(?![^${LINE_END}])`;
  }

  #within({ modifiers: own, raw }: AST.Group, outer: Modifiers): Modifiers {
    if (!own) return outer;
    const inner = { ...outer };
    for (const name of ['ignoreCase', 'dotAll', 'multiline'] as const) {
      if (own.add[name]) inner[name] = true;
      if (!own.remove?.[name]) continue;
      if (this.#flags[name])
        throw new PatternError(`switches off in a part what holds for all of it (${raw})`);
      inner[name] = false;
    }
    return inner;
  }
}

function bothCases(raw: string, value: number): string {
  const others = casesOf(value);
  return others === '' ? raw : `[${raw}${others}]`;
}

/** The other cases of a character, as class members. */
function casesOf(value: number): string {
  const character = String.fromCodePoint(value);
  const cases = new Set([character.toLowerCase(), character.toUpperCase()]);
  cases.delete(character);
  return [...cases].filter((other) => other.length === character.length).join('');
}

/** The other cases of a class: of its characters, and of the ASCII part of its ranges. */
function otherCases({ elements }: AST.CharacterClass): string {
  return elements
    .map((element) => {
      if (element.type === 'Character') return casesOf(element.value);
      if (element.type !== 'CharacterClassRange') return '';
      const { min, max } = element;
      return shifted(min.value, max.value, 'az', -32) + shifted(min.value, max.value, 'AZ', 32);
    })
    .join('');
}

/** The part of a range that lies within `letters`, shifted to the other case. */
function shifted(min: number, max: number, letters: string, distance: number): string {
  const from = Math.max(min, letters.charCodeAt(0));
  const to = Math.min(max, letters.charCodeAt(1));
  if (from > to) return '';
  return `${String.fromCharCode(from + distance)}-${String.fromCharCode(to + distance)}`;
}

import type { AST } from '@eslint-community/regexpp';

/** A pattern element that matches exactly one character. */
export type SingleElement = AST.Character | AST.CharacterSet | AST.CharacterClass;

/**
 * The characters that an element may match, ignoring case. May include too many, never too few, so sets that appear
 * disjoint are disjoint.
 */
export interface Characters {
  /** One bit per ASCII character. */
  ascii: bigint;
  /** Whether it includes white space beyond ASCII, and any other character beyond ASCII. */
  spaces: boolean;
  others: boolean;
}

const ASCII = 128;
const ASCII_SPACES = ' \t\n\v\f\r';
/** The non-ASCII white space that `\s` matches. */
const OTHER_SPACES = Array.from('\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008').concat(
  Array.from('\u2009\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF'),
);
const NONE: Characters = { ascii: 0n, spaces: false, others: false };
const ASCII_SPACE_BITS = bitsOf(ASCII_SPACES);

/** Whether an element matches exactly one character. */
export function isSingle(element: AST.Element): element is SingleElement {
  return element.type === 'Character' || element.type === 'CharacterSet' || element.type === 'CharacterClass';
}

/** Returns the characters of an element that matches exactly one. */
export function charactersOf(element: SingleElement): Characters {
  if (element.type === 'Character') {
    const text = String.fromCodePoint(element.value);
    const isAscii = element.value < ASCII;
    // With the flags i and u, ſ and the Kelvin sign match the ASCII letters s and k.
    const others = isAscii ? /[ks]/i.test(text) : true;
    return { ascii: bitsOf(text.toLowerCase() + text.toUpperCase()), spaces: !isAscii, others };
  }
  const unicode = /\\[pP]\{/.test(element.raw) ? 'u' : '';
  const expression = new RegExp(`^(?:${element.raw})$`, `is${unicode}`);
  let matched = '';
  for (let code = 0; code < ASCII; code += 1) {
    const character = String.fromCharCode(code);
    if (expression.test(character)) matched += character;
  }
  const isSpace = element.type === 'CharacterSet' && element.kind === 'space' && !element.negate;
  return {
    ascii: bitsOf(matched),
    spaces: OTHER_SPACES.some((space) => expression.test(space)),
    others: !isSpace && !isAsciiOnly(element),
  };
}

function isAsciiOnly(element: AST.CharacterSet | AST.CharacterClass): boolean {
  if (element.type === 'CharacterSet')
    return (element.kind === 'digit' || element.kind === 'word') && !element.negate;
  return (
    !element.negate &&
    element.elements.every((one) => {
      if (one.type === 'Character') return one.value < ASCII;
      if (one.type === 'CharacterClassRange') return one.max.value < ASCII;
      return one.type === 'CharacterSet' && isAsciiOnly(one);
    })
  );
}

/** Returns the characters that a match of the element may start with; null if it can match the empty string. */
export function firstOf(element: AST.Element): Characters | null {
  if (isSingle(element)) return charactersOf(element);
  if (element.type === 'Quantifier') return element.min === 0 ? null : firstOf(element.element);
  if (element.type !== 'Group' && element.type !== 'CapturingGroup') return null;
  let all = NONE;
  for (const { elements } of element.alternatives) {
    const consuming = elements.find(({ type }) => type !== 'Assertion');
    const first = consuming ? firstOf(consuming) : null;
    if (!first) return null;
    all = {
      ascii: all.ascii | first.ascii,
      spaces: all.spaces || first.spaces,
      others: all.others || first.others,
    };
  }
  return all;
}

/** Whether two sets have no character in common. */
export function areDisjoint(one: Characters, other: Characters): boolean {
  return (one.ascii & other.ascii) === 0n && !(one.spaces && other.spaces) && !(one.others && other.others);
}

/** Whether no match of an element contains ASCII white space. */
export function matchesNoSpace(element: AST.Element): boolean {
  return everySingle(element, (single) => (charactersOf(single).ascii & ASCII_SPACE_BITS) === 0n);
}

/** Whether all matches of an element consist of white space. */
export function matchesOnlySpace(element: AST.Element): boolean {
  return everySingle(element, (single) => {
    const { ascii, others } = charactersOf(single);
    return (ascii & ~ASCII_SPACE_BITS) === 0n && !others;
  });
}

function everySingle(element: AST.Element, holds: (single: SingleElement) => boolean): boolean {
  if (isSingle(element)) return holds(element);
  switch (element.type) {
    case 'Quantifier':
      return everySingle(element.element, holds);
    case 'Group':
    case 'CapturingGroup':
      return element.alternatives.every(({ elements }) => elements.every((one) => everySingle(one, holds)));
    case 'Assertion':
      return true;
    case 'Backreference':
    case 'ExpressionCharacterClass':
      return false;
  }
}

function bitsOf(characters: string): bigint {
  let bits = 0n;
  for (const character of characters) {
    const code = character.charCodeAt(0);
    if (code < ASCII) bits |= 1n << BigInt(code);
  }
  return bits;
}

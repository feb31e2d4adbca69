/** Compares names of actors as people see them, so that none can be taken for another. */

/**
 * Letters of other scripts, by the Latin letter that they look like.
 *
 * @see https://www.unicode.org/Public/security/latest/confusables.txt
 */
const LOOKALIKES = {
  a: 'аɑα',
  b: 'ьвβ',
  c: 'сϲ',
  d: 'ԁ',
  e: 'еҽε',
  g: 'ɡ',
  h: 'һн',
  i: 'іıɩι',
  j: 'јϳ',
  k: 'κк',
  l: 'ӏ',
  m: 'м',
  n: 'ոν',
  o: 'оοօσ',
  p: 'рρ',
  q: 'ԛգ',
  r: 'г',
  s: 'ѕ',
  t: 'тτ',
  u: 'υս',
  v: 'ѵ',
  w: 'ԝшω',
  x: 'хχ',
  y: 'уүγ',
  z: 'ᴢζ',
};
const LATIN_FOR = new Map(
  Object.entries(LOOKALIKES).flatMap(([latin, others]) =>
    Array.from(others, (other) => [other, latin] as const),
  ),
);

/** Scripts in which a name may be written: one of them, or those of one line together (UTS 39, "highly restrictive"). */
const SCRIPTS = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
  ...[
    'Cyrillic',
    'Greek',
    'Armenian',
    'Georgian',
    'Hebrew',
    'Arabic',
    'Devanagari',
    'Bengali',
    'Gujarati',
  ].map((script) => [script]),
  ...[
    'Gurmukhi',
    'Tamil',
    'Telugu',
    'Kannada',
    'Malayalam',
    'Sinhala',
    'Thai',
    'Lao',
    'Khmer',
    'Myanmar',
  ].map((script) => [script]),
  ['Ethiopic'],
];
const WRITTEN_TOGETHER = SCRIPTS.map((scripts) => {
  const letters = ['Common', 'Inherited', ...scripts].map((script) => `\\p{Script_Extensions=${script}}`);
  return new RegExp(`^[${letters.join('')}]*$`, 'u');
});

/** Whether a name has letters of scripts that are not written together, such as a Cyrillic letter among Latin ones. */
export function mixesScripts(name: string): boolean {
  return !WRITTEN_TOGETHER.some((pattern) => pattern.test(name));
}

/**
 * A key that is equal for names that look alike. It ignores case, width, white space, invisible characters and how accents
 * are encoded, and takes letters that look Latin for Latin ones.
 */
export function nameKey(name: string): string {
  return Array.from(
    name.normalize('NFKC').toLowerCase(),
    (character) => LATIN_FOR.get(character) ?? character,
  )
    .join('')
    .replaceAll(/[\s\p{Default_Ignorable_Code_Point}]+/gu, '');
}

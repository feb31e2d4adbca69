/**
 * What a fix may change. The layout effects leave the page that readers see as it is; `links` and `text` are seen, and
 * are what the rule is for. The rest is a matter of meaning: a fix with such an effect is never certain.
 */
export const EFFECTS = {
  'blank-lines': { kind: 'layout', words: 'empty lines' },
  'trailing-spaces': { kind: 'layout', words: 'white space at the end of lines' },
  'inner-spaces': { kind: 'layout', words: 'surplus white space inside a line' },
  indentation: { kind: 'layout', words: 'indentation' },
  marker: { kind: 'layout', words: 'the marks of list items' },
  'emphasis-style': { kind: 'layout', words: 'the marks of emphasis' },
  'link-style': { kind: 'layout', words: 'how a link is written' },
  'table-layout': { kind: 'layout', words: 'the layout of tables' },
  links: { kind: 'visible', words: 'a bare address, which becomes a link' },
  text: { kind: 'visible', words: 'words of the text' },
  emphasis: { kind: 'meaning', words: 'what is emphasised' },
  headings: { kind: 'meaning', words: 'headings' },
  numbers: { kind: 'meaning', words: 'the numbers of a list' },
  code: { kind: 'meaning', words: 'code' },
  destinations: { kind: 'meaning', words: 'where links lead' },
  definitions: { kind: 'meaning', words: 'link definitions' },
  images: { kind: 'meaning', words: 'the text of images' },
  'front-matter': { kind: 'meaning', words: 'front matter' },
} as const satisfies Record<string, { kind: 'layout' | 'visible' | 'meaning'; words: string }>;

/** One thing that a fix may change, as rules declare it. */
export type Effect = keyof typeof EFFECTS;

/** Whether all of the effects can be proven harmless: only then is a fix ever certain. */
export function canBeCertain(effects: readonly Effect[]): boolean {
  return effects.every((effect) => EFFECTS[effect].kind !== 'meaning');
}

/** The effects in words, for people: "empty lines and indentation". */
export function effectsInWords(effects: readonly Effect[]): string {
  const words = effects.map((effect) => EFFECTS[effect].words);
  return words.length < 2
    ? (words[0] ?? 'nothing')
    : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

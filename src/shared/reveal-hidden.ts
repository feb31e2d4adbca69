/** Control, format and line separator characters, which are invisible or change the direction of the text around them. */
const HIDDEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** Spells out hidden characters, e.g. `[U+202E]`, so that a name cannot look like another one. */
export function revealHidden(text: string): string {
  return text.replaceAll(
    HIDDEN,
    (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}

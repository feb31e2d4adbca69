/** Characters that XML 1.0 does not allow, not even escaped. They are spelt out instead. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

/** Escapes text for an attribute value in double quotes, or for element content. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(FORBIDDEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replaceAll(/[&<>"\n\r\t]/g, (character) => ENTITIES[character] ?? character);
}

/** An XML comment. A comment must not contain two adjacent hyphens, so they are separated by a space. */
export function xmlComment(text: string): string {
  return `<!-- ${text.replaceAll(/-(?=-)/g, '- ')} -->`;
}

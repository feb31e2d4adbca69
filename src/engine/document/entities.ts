import { characterEntities } from 'character-entities';

/** A character reference of HTML and CommonMark: decimal, hexadecimal, or by name. */
const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));/g;
const ESCAPE_OR_ENTITY = new RegExp(`\\\\([!-/:-@[-\`{-~])|${ENTITY.source}`, 'g');
const REPLACEMENT = '\uFFFD';
const MAX_CODE_POINT = 0x10ffff;

/** Decodes character references, e.g. `&amp;`. Unknown ones stay as they are. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(ENTITY, decode);
}

/** Decodes backslash escapes and character references, as in link destinations. What an escape yields is not decoded. */
export function decodeMarkdown(text: string): string {
  return text.replaceAll(
    ESCAPE_OR_ENTITY,
    (whole, escaped?: string, decimal?: string, hexadecimal?: string, name?: string) =>
      escaped ?? decode(whole, decimal, hexadecimal, name),
  );
}

function decode(whole: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined)
    return Object.hasOwn(characterEntities, name) ? (characterEntities[name] ?? whole) : whole;
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  const isCharacter = code > 0 && code <= MAX_CODE_POINT && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : REPLACEMENT;
}

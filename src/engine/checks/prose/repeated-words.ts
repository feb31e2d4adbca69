/** What a code unit may be to {@link mayRepeatWord}. */
const Kind = { Other: 0, Letter: 1, Space: 2 } as const;

/** Above these are no letters that words are looked for in, and rare spaces among much else. */
const KINDS = new Uint8Array(0x2_50);
for (let code = 0; code < KINDS.length; code += 1) {
  const character = String.fromCharCode(code);
  if (/[A-Za-zÀ-ɏ]/.test(character)) KINDS[code] = Kind.Letter;
  else if (/\s/.test(character)) KINDS[code] = Kind.Space;
}

/**
 * Whether a word of two or more letters may stand twice in a row in a text, ignoring its first letter. Most texts have no
 * such word, and one pass over the code units tells so in a fraction of the time of a pattern with a back reference.
 */
export function mayRepeatWord(text: string): boolean {
  const { length } = text;
  let start = -1;
  for (let at = 0; at < length; at += 1) {
    const kind = kindOf(text.charCodeAt(at));
    if (kind === Kind.Letter) {
      if (start === -1) start = at;
      continue;
    }
    if (kind === Kind.Space && start !== -1 && at - start > 1) {
      const end = at;
      while (at + 1 < length && kindOf(text.charCodeAt(at + 1)) === Kind.Space) at += 1;
      if (text.charCodeAt(at + 2) === text.charCodeAt(start + 1)) {
        if (text.startsWith(text.slice(start + 1, end), at + 2)) return true;
      }
    }
    start = -1;
  }
  return false;
}

function kindOf(code: number): number {
  return code < KINDS.length ? (KINDS[code] ?? 0) : Kind.Space;
}

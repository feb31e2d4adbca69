const OPEN = '<!--';
const CLOSE = '-->';

/**
 * Hides what HTML comments say behind dots, so that rules about lines do not look at it. Spaces and line endings stay,
 * except spaces at the end of a line; the length stays the same. A comment that nothing closes is text.
 */
export function hideComments(text: string): string {
  let from = text.indexOf(OPEN);
  if (from === -1) return text;
  const parts: string[] = [];
  const line = new LineBefore(text);
  let done = 0;
  while (from !== -1) {
    const close = text.indexOf(CLOSE, from + 2);
    if (close === -1) break;
    const start = from + OPEN.length;
    line.moveTo(from);
    if (close > start && isComment(text.slice(start, close), line, from, text)) {
      parts.push(text.slice(done, start), dotted(text.slice(start, close)));
      done = close;
    }
    from = text.indexOf(OPEN, close + CLOSE.length);
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(done);
}

/** The start of the line of an offset. Offsets only grow, so nothing is read twice. */
class LineBefore {
  readonly #text: string;
  #read = 0;
  /** The first code unit on the line that is no white space. */
  contentStart = -1;

  constructor(text: string) {
    this.#text = text;
    this.#startAt(0);
  }

  moveTo(offset: number): void {
    const passed = this.#text.slice(this.#read, offset);
    const ending = Math.max(passed.lastIndexOf('\n'), passed.lastIndexOf('\r'));
    if (ending !== -1) this.#startAt(this.#read + ending + 1);
    this.#read = offset;
  }

  #startAt(start: number): void {
    let at = start;
    while (at < this.#text.length && /\s/.test(this.#text.charAt(at))) at += 1;
    this.contentStart = at;
  }
}

function isComment(content: string, { contentStart }: LineBefore, from: number, text: string): boolean {
  if (contentStart >= from) return true;
  if (text[contentStart] === '|' && /[\r\n]/.test(content)) return false;
  return !(
    content.startsWith('>') ||
    content.startsWith('->') ||
    content.endsWith('-') ||
    content.includes('--')
  );
}

function dotted(content: string): string {
  return content
    .replaceAll(/[^ \r\n]/g, '.')
    .replaceAll(/ +(?=[\r\n])/g, (spaces) => '.'.repeat(spaces.length));
}

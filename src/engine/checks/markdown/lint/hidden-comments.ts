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
  let done = 0;
  while (from !== -1) {
    const close = text.indexOf(CLOSE, from + 2);
    if (close === -1) break;
    const start = from + OPEN.length;
    if (close > start && isComment(text, from, start, close)) {
      parts.push(text.slice(done, start), dotted(text.slice(start, close)));
      done = close;
    }
    from = text.indexOf(OPEN, close + CLOSE.length);
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(done);
}

function isComment(text: string, from: number, start: number, close: number): boolean {
  const lineStart = Math.max(text.lastIndexOf('\n', from), text.lastIndexOf('\r', from)) + 1;
  const before = text.slice(lineStart, from);
  if (before.trim() === '') return true;
  const content = text.slice(start, close);
  if (/^ *\|/.test(before) && /[\r\n]/.test(content)) return false;
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

/** The text of a leaf block as one string, and where its parts stand in the document. */
export interface InlineSource {
  text: string;
  from: number;
  to: number;
  /**
   * Of a text that was put together: for each line its start in `text`, and its start in the document, in turn. Null
   * when positions in `text` are offsets in the document.
   */
  lines: readonly number[] | null;
}

/** Joins the lines of a leaf block. */
export function sourceOf(document: string, lines: readonly number[], isSplit: boolean): InlineSource {
  const from = lines[0] ?? 0;
  if (!isSplit) return { text: document, from, to: lines.at(-1) ?? 0, lines: null };
  const starts: number[] = [];
  let text = '';
  for (let index = 0; index < lines.length; index += 2) {
    const start = lines[index] ?? 0;
    starts.push(text.length, start);
    text += document.slice(start, lines[index + 1]);
    if (index + 2 < lines.length) text += '\n';
  }
  return { text, from: 0, to: text.length, lines: starts };
}

/** Offset in the document of a position in the source. */
export function offsetAt({ lines }: InlineSource, position: number): number {
  if (!lines) return position;
  let low = 0;
  let high = lines.length / 2 - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle * 2] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return (lines[low * 2 + 1] ?? 0) + position - (lines[low * 2] ?? 0);
}

/** Offset in the document after the code unit before a position. */
export function endOffsetAt(source: InlineSource, position: number): number {
  return position === 0 ? offsetAt(source, 0) : offsetAt(source, position - 1) + 1;
}

/** A range in the document, in UTF-16 code units. */
export interface Span {
  start: number;
  end: number;
}

/** Tags that a site generator expands, e.g. `{{< figure src="a.png" >}}`, and the code between paired tags. */
export interface Shortcodes {
  /** The tags and the code between them, which are not prose. In document order. */
  notProse: readonly Span[];
  /** The text between `{{< highlight … >}}` and `{{< /highlight >}}`. */
  code: readonly Span[];
}

const NONE: Shortcodes = { notProse: [], code: [] };
const TAG = /\{\{(?:<|%)\s{0,9}(\/?)\s{0,9}([\w/-]*)[^{}]{0,1000}(?:>|%)\}\}/g;

/** Finds Hugo shortcodes. Returns early for documents without any. */
export function readShortcodes(text: string, bodyStart: number): Shortcodes {
  if (!text.includes('{{')) return NONE;
  const notProse: Span[] = [];
  const code: Span[] = [];
  let open: { span: Span; name: string } | null = null;
  TAG.lastIndex = bodyStart;
  for (let tag = TAG.exec(text); tag; tag = TAG.exec(text)) {
    const [whole, slash, name = ''] = tag;
    const span = { start: tag.index, end: tag.index + whole.length };
    if (slash === '' && name === 'highlight' && !open) open = { span, name };
    else if (slash === '/' && open?.name === name) {
      code.push({ start: open.span.end, end: span.start });
      notProse.push({ start: open.span.start, end: span.end });
      open = null;
    } else if (!open) notProse.push(span);
  }
  if (open) notProse.push(open.span);
  return { notProse, code };
}

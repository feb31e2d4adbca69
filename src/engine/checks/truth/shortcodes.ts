/** A part of the document, in its offsets. */
export interface Span {
  start: number;
  end: number;
}

/** What a site generator replaces, e.g. `{{< figure src="a.png" >}}`, and the code between two of them. */
export interface Shortcodes {
  /** The tags themselves, and the code: none of it is prose. In the order of the document. */
  notProse: readonly Span[];
  /** What stands between `{{< highlight … >}}` and `{{< /highlight >}}`. */
  code: readonly Span[];
}

const NONE: Shortcodes = { notProse: [], code: [] };
const TAG = /\{\{(?:<|%)\s{0,9}(\/?)\s{0,9}([\w/-]*)[^{}]{0,1000}(?:>|%)\}\}/g;

/** Finds Hugo's shortcodes: most documents have none. */
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

import type { Heading, Outline } from './outline.ts';
import { matchesOutsideCode } from './outside-code.ts';

/**
 * A line that opens a container, as in `:::note Title`, `<Note>` or `{{% tab %}}`, or closes one. What ends in colons too is
 * whole on its line.
 */
const MARK =
  /^[ \t]{0,12}(?::{3,}[ \t]*([^\s:][^\r\n]{0,500})?|<([A-Z]\w*)(?:\s[^<>\r\n]{0,500})?(?<!\/)>|<\/[A-Z]\w*>|\{\{[<%][ \t]*(tab)\b[^{}\r\n]{0,300}\}\}|\{\{[<%][ \t]*\/tab[ \t]*[%>]\}\})[ \t]*$/gm;

/**
 * The headings without those in notes and tabs, between `:::name` and `:::` as in Docusaurus and VitePress, in components as
 * in MDX, or in shortcodes of Hugo. They are titles of notes, and no sections of the page.
 */
export function headingsOutsideContainers(text: string, outline: Outline): readonly Heading[] {
  const containers = containersOf(text, outline);
  if (containers.length === 0) return outline.headings;
  let next = 0;
  return outline.headings.filter(({ start }) => {
    while ((containers[next]?.end ?? Infinity) < start) next += 1;
    return start < (containers[next]?.start ?? Infinity);
  });
}

/** Where the containers are that no other is around, in order. */
function containersOf(text: string, outline: Outline): { start: number; end: number }[] {
  if (!text.includes(':::') && !/<\/[A-Z]|[<%][ \t]*\/tab\b/.test(text)) return [];
  const open: number[] = [];
  const found: { start: number; end: number }[] = [];
  for (const { index, 1: title, 2: component, 3: shortcode } of matchesOutsideCode(text, outline, MARK)) {
    const name = title ?? component ?? shortcode;
    if (name === undefined) {
      const start = open.pop();
      if (start !== undefined) found.push({ start, end: index });
    } else if (!name.trimEnd().endsWith(':::')) open.push(index);
  }
  const outer: { start: number; end: number }[] = [];
  for (const one of found.toSorted((a, b) => a.start - b.start)) {
    if (one.start > (outer.at(-1)?.end ?? -1)) outer.push(one);
  }
  return outer;
}

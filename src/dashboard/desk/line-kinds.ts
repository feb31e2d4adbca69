/** What a line looks like at a glance: enough to find one's way in a text, not a parse of it. */
import { lineEnd, lineStart, type TextLines } from './text-lines.ts';

export type LineKind = 'text' | 'heading' | 'code';

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
/** What a line that is not text may start with, but for the lines of code and of front matter. */
const NOT_TEXT = ' #`~-';
const HEADING = /^ {0,3}#{1,6}(?:\s|$)/;

/** The kind of each line, by its number less one. */
export function lineKinds(lines: TextLines): LineKind[] {
  let fence: string | undefined;
  let isFrontMatter = false;
  return lines.starts.map((start, index) => {
    const isInside = fence !== undefined || isFrontMatter;
    // Most lines: they need no closer look.
    if (!isInside && !NOT_TEXT.includes(lines.text.charAt(start))) return 'text';
    const line = lines.text.slice(
      lineStart(lines, index + 1),
      Math.min(lineEnd(lines, index + 1), lineStart(lines, index + 1) + 200),
    );
    if (index === 0 && line === '---') {
      isFrontMatter = true;
      return 'code';
    }
    if (isFrontMatter) {
      if (line === '---' || line === '...') isFrontMatter = false;
      return 'code';
    }
    const [, marker] = FENCE.exec(line) ?? [];
    if (fence !== undefined) {
      if (marker?.startsWith(fence)) fence = undefined;
      return 'code';
    }
    if (marker !== undefined) {
      fence = marker;
      return 'code';
    }
    return HEADING.test(line) ? 'heading' : 'text';
  });
}

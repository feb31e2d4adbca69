import type { TemplateSpan } from '../flavors/template-span.ts';
import type { ComparableDocument } from './comparable-document.ts';

/**
 * Whether the templates of two versions are the same, one for one. One on lines of its own must also keep its
 * neighbours: an attribute list belongs to the line above it, and a tag of JSX begins or ends a block.
 */
export function sameTemplates(before: ComparableDocument, after: ComparableDocument): boolean {
  return (
    before.templates.length === after.templates.length &&
    before.templates.every((span, index) => {
      const other = after.templates[index];
      return (
        other !== undefined &&
        other.ownLine === span.ownLine &&
        before.text.slice(span.start, span.end) === after.text.slice(other.start, other.end) &&
        (!span.ownLine || isolation(before.text, span) === isolation(after.text, other))
      );
    })
  );
}

/** On which sides an empty line, or nothing, is next to a template: 0 to 3. */
function isolation(text: string, { start, end }: TemplateSpan): number {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const above = text.slice(text.lastIndexOf('\n', lineStart - 2) + 1, Math.max(0, lineStart - 1));
  const below = /\n([^\n]*)/y;
  const lineEnd = text.indexOf('\n', end);
  below.lastIndex = lineEnd === -1 ? text.length : lineEnd;
  return (isEmpty(above) ? 1 : 0) + (isEmpty(below.exec(text)?.[1] ?? '') ? 2 : 0);
}

function isEmpty(line: string): boolean {
  return /^[\s>]*$/.test(line);
}

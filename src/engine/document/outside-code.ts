import type { Outline } from './outline.ts';

/** The matches of a global pattern that do not start in code. Takes time linear in the length of the text. */
export function* matchesOutsideCode(
  text: string,
  { fences, inlineCode }: Outline,
  pattern: RegExp,
): Generator<RegExpExecArray> {
  let code: { start: number; end: number }[] | undefined;
  let next = 0;
  for (const match of text.matchAll(pattern)) {
    code ??= [...fences, ...inlineCode].toSorted((a, b) => a.start - b.start);
    while ((code[next]?.end ?? Infinity) <= match.index) next += 1;
    if ((code[next]?.start ?? Infinity) > match.index) yield match;
  }
}

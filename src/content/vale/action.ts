import { compilePattern, PatternError } from '../patterns/pattern.ts';
import type { ValeRule } from './imported-style.ts';

/**
 * What a rule's action makes of a found text; undefined when it has none, or leaves a choice.
 *
 * @returns the text to write instead
 */
export function applyAction({ action }: Pick<ValeRule, 'action'>, found: string): string | undefined {
  if (!action) return undefined;
  const { name, params } = action;
  if (name === 'remove') return '';
  if (name === 'replace') return params.length === 1 ? params[0] : undefined;
  if (name !== 'edit') return undefined;
  const [edit, first = '', second = ''] = params;
  switch (edit) {
    case 'trim':
      return trimLeft(trimRight(found, first), first);
    case 'trim_left':
      return trimLeft(found, first);
    case 'trim_right':
      return trimRight(found, first);
    case 'truncate':
      return found.split(first, 1)[0];
    case 'regex':
      return replacePattern(found, first, second);
    default:
      return undefined;
  }
}

function trimLeft(text: string, characters: string): string {
  let start = 0;
  while (start < text.length && characters.includes(text[start] ?? '')) start += 1;
  return text.slice(start);
}

function trimRight(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text[end - 1] ?? '')) end -= 1;
  return text.slice(0, end);
}

function replacePattern(text: string, source: string, replacement: string): string | undefined {
  try {
    let result = '';
    let done = 0;
    for (const { start, end } of compilePattern(source).matches(text)) {
      result += text.slice(done, start) + replacement;
      done = end;
    }
    return result + text.slice(done);
  } catch (error) {
    if (error instanceof PatternError) return undefined;
    throw error;
  }
}

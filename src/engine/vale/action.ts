import { compilePattern, PatternError } from '../patterns/pattern.ts';
import type { ValeRule } from './imported-style.ts';

/**
 * Applies a rule's action to a found text. Actions that offer several choices or need a program give nothing.
 *
 * @returns the replacement; undefined if the action gives none
 */
export function applyAction({ action }: Pick<ValeRule, 'action'>, found: string): string | undefined {
  if (!action) return undefined;
  const { name, params } = action;
  if (name === 'remove') return '';
  if (name === 'replace') return params.length === 1 ? params[0] : undefined;
  return name === 'edit' ? applyEdit(params, found) : undefined;
}

function applyEdit(
  [edit = '', first = '', second = '']: readonly string[],
  found: string,
): string | undefined {
  switch (edit) {
    case 'trim':
      return trimLeft(trimRight(found, first), first);
    case 'trim_left':
      return trimLeft(found, first);
    case 'trim_right':
      return trimRight(found, first);
    case 'truncate':
      return found.split(first, 1)[0];
    case 'split':
      return found.split(first)[Number(second)];
    case 'regex':
      return replacePattern(found, first, second);
    default:
      return undefined;
  }
}

function trimLeft(text: string, characters: string): string {
  let start = 0;
  while (start < text.length && characters.includes(text.charAt(start))) start += 1;
  return text.slice(start);
}

function trimRight(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function replacePattern(text: string, source: string, replacement: string): string | undefined {
  try {
    let result = '';
    let done = 0;
    for (const { start, end, groups } of compilePattern(source).matches(text)) {
      result += text.slice(done, start) + fillGroups(replacement, groups);
      done = end;
    }
    return result + text.slice(done);
  } catch (error) {
    if (error instanceof PatternError) return undefined;
    throw error;
  }
}

/** Fills in `$1` or `${1}` with the text of that group. */
export function fillGroups(replacement: string, groups: readonly (string | undefined)[]): string {
  return replacement.replaceAll(
    /\$(?:(\d{1,2})|\{(\d{1,2})\})/g,
    (whole, plain?: string, braced?: string) => {
      const number = Number(plain ?? braced);
      return number < 1 || number > groups.length ? whole : (groups[number - 1] ?? '');
    },
  );
}

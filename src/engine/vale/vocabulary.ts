import { compilePattern, PatternError } from '../patterns/pattern.ts';
import type { ImportedStyle, ValeRule } from './imported-style.ts';

/**
 * The rules that Vale makes of a vocabulary: accepted words are written as they stand there, rejected ones not at all.
 * Entries that are patterns have no single way to be written, and words without capitals begin with one at the start of
 * a sentence: both are exceptions alone.
 */
export function vocabularyRules({ name, vocab }: Pick<ImportedStyle, 'name' | 'vocab'>): ValeRule[] {
  const common = { level: 'error' as const, scope: ['text'], vocab: false, nonword: false, exceptions: [] };
  const swap = vocab.accept
    .filter((word) => !hasOperators(word) && word !== word.toLowerCase())
    .toSorted((a, b) => b.length - a.length)
    .map((word): [string, string] => [word.replaceAll('.', '\\.'), word]);
  const tokens = vocab.reject.map(entryPattern);
  const rules: ValeRule[] = [];
  if (swap.length > 0) {
    rules.push({
      ...common,
      extends: 'substitution',
      id: `${name}.Terms`,
      message: "Use '%s' instead of '%s'.",
      action: { name: 'replace', params: [] },
      swap,
      ignorecase: true,
      capitalize: false,
    });
  }
  if (tokens.length > 0) {
    rules.push({
      ...common,
      extends: 'existence',
      id: `${name}.Avoid`,
      message: "Avoid using '%s'.",
      tokens,
      raw: [],
      append: false,
      ignorecase: false,
    });
  }
  return rules;
}

function hasOperators(entry: string): boolean {
  return /[\\^$*+?()[\]{}|]/.test(entry);
}

/** An entry of a vocabulary may be a pattern; what is none is meant as it is. */
export function entryPattern(entry: string): string {
  try {
    compilePattern(entry);
    return entry;
  } catch (error) {
    if (error instanceof PatternError) return entry.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    throw error;
  }
}

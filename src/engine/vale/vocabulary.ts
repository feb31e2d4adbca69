import { compilePattern, PatternError } from '../patterns/pattern.ts';
import type { ImportedStyle, ValeRule } from './imported-style.ts';

/**
 * Creates the rules that Vale derives from a vocabulary: accepted words must be written as listed, rejected ones must
 * not appear. Patterns have no single spelling, and words in lower case start with a capital at the start of a
 * sentence, so both serve as exceptions only.
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

/** Returns an entry of a vocabulary as a pattern. An entry that is not a valid pattern is escaped. */
export function entryPattern(entry: string): string {
  try {
    compilePattern(entry);
    return entry;
  } catch (error) {
    if (error instanceof PatternError) return entry.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    throw error;
  }
}

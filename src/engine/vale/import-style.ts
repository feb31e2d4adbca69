import { isLongerThan } from '../text/characters.ts';
import type { ImportedStyle } from './imported-style.ts';
import { readRule } from './read-rule.ts';
import { vocabularyRules } from './vocabulary.ts';

/** Longest style file that is read, in code points. */
export const MAX_STYLE_FILE_LENGTH = 500_000;

/**
 * Imports a Vale style. Anything that cannot be used is listed in the result, never dropped silently.
 *
 * @param name - of the style, as in its rules' ids: `Google` for `Google.Headings`
 * @param files - texts by path in the style's folder: rules (`*.yml`) and vocabularies (`accept.txt`, `reject.txt`)
 */
export function importStyle(name: string, files: ReadonlyMap<string, string>): ImportedStyle {
  const style: ImportedStyle = {
    name,
    rules: [],
    vocab: { accept: [], reject: [] },
    unsupported: [],
    problems: [],
  };
  const wordList = (path: string): string[] | null => {
    const file = fileOf(path);
    const found = [...files].find(([other]) => other === path || fileOf(other) === file);
    return found ? readWords(found[1]) : null;
  };
  for (const [path, text] of [...files].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const file = fileOf(path);
    if (isLongerThan(text, MAX_STYLE_FILE_LENGTH)) {
      style.problems.push({ file: path, message: `is longer than ${MAX_STYLE_FILE_LENGTH} characters` });
    } else if (/\.ya?ml$/i.test(file)) {
      const id = `${name}.${file.replace(/\.ya?ml$/i, '')}`;
      const { rule, unsupported, problems } = readRule(id, text, wordList);
      if (rule) style.rules.push(rule);
      if (unsupported !== undefined) style.unsupported.push({ rule: id, reason: unsupported });
      style.problems.push(...problems.map((problem) => ({ file: path, ...problem })));
    } else if (/^accept\.txt$/i.test(file)) style.vocab.accept.push(...readWords(text));
    else if (/^reject\.txt$/i.test(file)) style.vocab.reject.push(...readWords(text));
  }
  style.rules.push(...vocabularyRules(style));
  return style;
}

function fileOf(path: string): string {
  return path.split('/').at(-1) ?? path;
}

function readWords(text: string): string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

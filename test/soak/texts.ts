/** The documents of a soak: made of pieces, some of which have findings. */
import type { Random } from '../fuzz/random.ts';

/** The families; the first one has documents of submits alone, the others those of runs too. */
export const FAMILIES = ['default', 'words', 'cells'] as const;
const PIECES = [
  'A plain paragraph of some words, and nothing to say about it.',
  'A line that ends in blanks.   \n\nAnother one.',
  '### Too deep',
  'See https://example.com/bare for more.',
  '* a\n* b\n- c',
  'The the word is there twice.',
  '```\ncode without a language\n```',
  '[nowhere](#nowhere)',
  '| a | b |\n| - | - |\n| 1 | 2 |',
  'More\ttabs here.\n\n\n\nAnd blank lines.',
];

/** Writes a document. Two in five are as they were: of 20 versions of a path. */
export function textOf(random: Random, path: string): string {
  const version = random.integer(1, 20);
  const pieces = Array.from({ length: random.integer(2, 12) }, () => random.pick(PIECES));
  return [`# ${path}, version ${version}`, ...pieces].join('\n\n') + '\n';
}

/** Some documents of a tree. */
export function treeOf(random: Random, count: number): { file_path: string; content: string }[] {
  return Array.from({ length: count }, (_, n) => {
    const file_path = `tree/${n % 7}/page-${n}.md`;
    return {
      file_path,
      content: random.chance(0.6)
        ? `# ${file_path}\n\n${PIECES[n % PIECES.length]}\n`
        : textOf(random, file_path),
    };
  });
}

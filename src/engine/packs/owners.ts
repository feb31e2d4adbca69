/** Who owns a document: by the `owners` of a pack, and by a CODEOWNERS file. */
import * as v from 'valibot';
import { pathMatcher } from './path-matcher.ts';

/** Most owners of a document. */
export const MAX_OWNERS = 20;
const MAX_OWNER_LENGTH = 100;

export const ownerSchema = v.pipe(
  v.string('must be a text'),
  v.regex(/^\S+$/, 'must not be empty or have spaces'),
  v.maxLength(MAX_OWNER_LENGTH, `must be at most ${MAX_OWNER_LENGTH} characters`),
);

/** Globs, and who owns what they match. */
export interface OwnerRule {
  paths: readonly string[];
  owners: readonly string[];
}

/**
 * Makes a function that gives the owners of a path. The last rule that matches decides, as in CODEOWNERS.
 *
 * @example ownersBy([{ paths: ['docs/**'], owners: ['@docs'] }])('docs/a.md') // ['@docs']
 */
export function ownersBy(rules: readonly OwnerRule[]): (path: string) => readonly string[] {
  const compiled = rules.map(({ paths, owners }) => ({ matches: pathMatcher(paths), owners })).toReversed();
  return (path) => compiled.find(({ matches }) => matches(path))?.owners ?? [];
}

/**
 * Reads a CODEOWNERS file. Lines that GitHub skips are skipped here too: negated patterns and character ranges.
 *
 * @see https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export function parseCodeOwners(text: string): OwnerRule[] {
  const rules: OwnerRule[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [pattern, ...words] = wordsOf(line);
    if (pattern === undefined || pattern.startsWith('!') || /[[\]]/.test(pattern)) continue;
    const owners = words.filter((word) => v.is(ownerSchema, word)).slice(0, MAX_OWNERS);
    rules.push({ paths: globsOf(pattern), owners });
  }
  return rules;
}

/** The words of a line up to a comment. A space after a backslash is part of a word. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:\\.|[^\s\\])+/g) ?? [];
  const comment = words.findIndex((word) => word.startsWith('#'));
  return comment === -1 ? words : words.slice(0, comment);
}

/** Globs for what a pattern of CODEOWNERS matches: a file, or everything in a folder. */
function globsOf(pattern: string): string[] {
  const plain = pattern.replaceAll('\\ ', ' ').replaceAll(/[{}()+@!|]/g, '\\$&');
  const isFolder = plain.endsWith('/');
  const path = plain.replace(/^\//, '').replace(/\/$/, '');
  // A slash before the end anchors a pattern; without one it matches in every folder.
  const isAnchored = plain.slice(0, -1).includes('/');
  const anchored = isAnchored || path.startsWith('**') ? path : `**/${path}`;
  if (isFolder) return [`${anchored}/**`];
  // `docs/*` is what lies in the folder itself, unlike `docs/`.
  if (isAnchored && /(?:^|\/)\*$/.test(path)) return [anchored];
  return [anchored, `${anchored}/**`];
}

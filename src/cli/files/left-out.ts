import { dirname, join, sep } from 'node:path';
import { pathMatcher } from '../../engine/packs/path-matcher.ts';
import { fileFinder, foldersInRepository, repositoryFinder } from '../configuration/folders.ts';
import { LINT_FILES, LINT_OPTIONS_FILES } from '../configuration/lint-file.ts';
import { LintTree } from '../configuration/lint-tree.ts';
import { PACK_FILES, packLists } from '../configuration/pack-lists.ts';
import { readText } from '../configuration/read-file.ts';
import { hasName } from './folder-names.ts';
import { IgnoreFiles, type LeftOut, type ReadPatterns } from './ignore-files.ts';
import { vendored } from './vendored.ts';
import { pathBelow } from './path-below.ts';

/** The files that list documents to leave out, in the syntax of .gitignore. The second is of markdownlint-cli. */
const IGNORE_FILES = ['.galleyignore', '.markdownlintignore'];
/** Files that show that a folder without a repository is the root of something. */
export const ROOT_FILES = [...PACK_FILES, ...LINT_FILES, ...LINT_OPTIONS_FILES, ...IGNORE_FILES];

/** What the files of a project leave out: `.galleyignore`, `ignore` of `galley.yml`, and what markdownlint leaves out. */
export function leftOutByProject(): LeftOut[] {
  const find = repositoryFinder();
  const topOf = (folder: string): string => foldersInRepository(folder, find).at(-1) ?? folder;
  return [
    ...IGNORE_FILES.map((name) => new IgnoreFiles(name, topOf, linesOf(name))),
    new IgnoreFiles('galley.yml', topOf, (folder) => packLists(folder).ignore),
    leftOutByLint(find),
  ];
}

/** What leaves out files that programs or other people have written. */
export const WRITTEN_BY_OTHERS: ReadonlySet<string> = new Set(['.gitattributes', 'vendor']);

/**
 * What is left out of a folder or glob, and taken when it is named: what Git does not track, what programs have written, and
 * packages of others.
 *
 * @param usesGitignore - whether `.gitignore` counts
 */
export function leftOutUnlessNamed(cwd: string, usesGitignore: boolean): LeftOut[] {
  return [...(usesGitignore ? [gitIgnored(cwd)] : []), generated(cwd), vendored()];
}

/** What Git does not track. @param cwd - the root where no repository and no configuration shows another */
function gitIgnored(cwd: string): IgnoreFiles {
  return new IgnoreFiles('.gitignore', rootFinder(cwd), linesOf('.gitignore'));
}

/** A line of .gitattributes that says whether programs or other people have written some files: GitHub hides those, too. */
const GENERATED = /^\s*([^\s#"]\S*)\s(?:.*\s)?(-)?linguist-(?:generated|vendored)(?:=(true|false))?(?=\s|$)/;

/** What programs or other people have written, by the .gitattributes of the repository. */
function generated(cwd: string): IgnoreFiles {
  const lines = linesOf('.gitattributes');
  return new IgnoreFiles('.gitattributes', rootFinder(cwd), (folder) =>
    lines(folder).flatMap((line) => {
      const [, pattern, minus, value] = GENERATED.exec(line) ?? [];
      if (pattern === undefined) return [];
      return [minus === '-' || value === 'false' ? `!${pattern}` : pattern];
    }),
  );
}

/** Finds the root whose files are about a folder: of its repository, or the topmost folder with a configuration. */
function rootFinder(cwd: string): (folder: string) => string {
  const find = repositoryFinder();
  const rootFileIn = fileFinder(ROOT_FILES);
  return (folder) =>
    find(folder) ??
    foldersInRepository(folder, find).findLast((one) => rootFileIn(one) !== undefined) ??
    (isInside(folder, cwd) ? cwd : folder);
}

/**
 * Makes a function that tells whether a path matches one of some globs, or is in a folder that does.
 *
 * @param folder - that the globs are relative to
 */
export function matcherIn(folder: string, globs: readonly string[]): (path: string) => boolean {
  const clean = globs.map((glob) => glob.replace(/^\.\//, '').replace(/\/+$/, ''));
  const matches = pathMatcher(clean.flatMap((glob) => [glob, `${glob}/**`]));
  return (path) => matches(pathBelow(folder, path));
}

function linesOf(name: string): ReadPatterns {
  return (folder) => {
    return hasName(folder, name) ? readText(join(folder, name)).split(/\r?\n/) : [];
  };
}

/** `ignores` of markdownlint-cli2, and what its `globs` leave out, each relative to the folder of its file. */
function leftOutByLint(find: ReturnType<typeof repositoryFinder>): LeftOut {
  const lint = new LintTree(() => {});
  const byFolder = new Map<string, readonly ((path: string) => boolean)[]>();
  const matchersOf = (folder: string): readonly ((path: string) => boolean)[] => {
    const known = byFolder.get(folder);
    if (known) return known;
    const matchers = foldersInRepository(folder, find).flatMap((one) => {
      const { ignores = [], globs = [] } = lint.optionsIn(one) ?? {};
      const negated = globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1));
      const all = [...ignores, ...negated];
      return all.length > 0 ? [matcherIn(one, all)] : [];
    });
    byFolder.set(folder, matchers);
    return matchers;
  };
  return {
    name: '.markdownlint-cli2',
    ignores: (path) => matchersOf(dirname(path)).some((matches) => matches(path)),
  };
}

function isInside(folder: string, parent: string): boolean {
  return folder === parent || folder.startsWith(join(parent, sep));
}

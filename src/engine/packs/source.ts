/** The `source` of a pack: the repository that the documents of its family come from. */
import * as v from 'valibot';
import { MAX_SUGGESTIONS } from '../../shared/limits.ts';
import { LEVELS } from '../../shared/things.ts';
import { pathMatcher } from './path-matcher.ts';
import { strictObject } from '../../shared/objects.ts';

const MAX_BRANCH_LENGTH = 255;
const MAX_PATHS = 100;
const MAX_PATH_LENGTH = 200;

/** Names of owners and repositories, as GitHub allows them. */
const REPOSITORY = /^[\dA-Za-z][\dA-Za-z-]{0,38}\/(?!\.{1,2}$)[\w.-]{1,100}$/;
const DOCUMENT = /\.(?:md|markdown|mdx)$/i;

/** How much a pull request is told. */
const pullRequestsSchema = v.pipe(
  strictObject({
    level: v.exactOptional(
      v.pipe(
        v.picklist(LEVELS, 'must be error, warning or info'),
        v.description('The lowest level of findings that are told: `warning` unless it says otherwise.'),
      ),
    ),
    lines: v.exactOptional(
      v.pipe(
        v.picklist(['diff', 'files'], 'must be diff or files'),
        v.description(
          'Where new findings are told: on lines that the pull request changes (`diff`), or anywhere in its `files`.',
        ),
      ),
    ),
    comment: v.exactOptional(
      v.pipe(
        v.boolean('must be true or false'),
        v.description('Whether there is a comment, or the check alone.'),
      ),
    ),
    suggestions: v.exactOptional(
      v.pipe(
        v.number('must be a number'),
        v.integer('must be a whole number'),
        v.minValue(0, 'must not be negative'),
        v.maxValue(MAX_SUGGESTIONS, `must be at most ${MAX_SUGGESTIONS}`),
        v.description('Most suggestions that are open at a time.'),
      ),
    ),
  }),
  v.description('How much a pull request is told.'),
);

/** The `source` as it is written. */
export const sourceSchema = strictObject({
  github: v.pipe(
    v.string('must be a text'),
    v.regex(REPOSITORY, 'must be the owner and the name of a repository: owner/name'),
    v.description('The repository on GitHub: `owner/name`.'),
  ),
  branch: v.exactOptional(
    v.pipe(
      v.string('must be a text'),
      v.regex(/^[^\s~^:?*[\\]+$/, 'must be the name of a branch'),
      v.maxLength(MAX_BRANCH_LENGTH, `must be at most ${MAX_BRANCH_LENGTH} characters`),
      v.description('The branch that is the main line; by default the default branch of the repository.'),
    ),
  ),
  paths: v.exactOptional(
    v.pipe(
      v.array(
        v.pipe(
          v.string('must be a text'),
          v.minLength(1, 'must not be empty'),
          v.maxLength(MAX_PATH_LENGTH, `must be at most ${MAX_PATH_LENGTH} characters`),
        ),
        'must be a list',
      ),
      v.minLength(1, 'must name at least one'),
      v.maxLength(MAX_PATHS, `must be at most ${MAX_PATHS} globs`),
      v.description('Globs of the documents, e.g. `docs/**`; by default every Markdown file.'),
    ),
  ),
  pull_requests: v.exactOptional(pullRequestsSchema),
});
export type Source = v.InferOutput<typeof sourceSchema>;

/** How much a pull request is told: the settings of a source, with what they are when it says nothing. */
export type PullSettings = Required<NonNullable<Source['pull_requests']>>;

/** @returns the settings of a source for pull requests */
export function pullSettings({ pull_requests: given = {} }: Pick<Source, 'pull_requests'>): PullSettings {
  return { level: 'warning', lines: 'diff', comment: true, suggestions: MAX_SUGGESTIONS, ...given };
}

/** Makes a function that tells which files of a repository are documents of a family. */
export function sourceMatcher({ paths }: Source): (path: string) => boolean {
  const isWanted = paths === undefined ? () => true : pathMatcher(paths);
  return (path) => DOCUMENT.test(path) && isWanted(path);
}

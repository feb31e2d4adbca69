/** Files with a configuration of markdownlint, as that library and its command lines read them. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { basename, dirname, resolve } from 'node:path';
import { UsageError } from '../exit-codes.ts';
import { fileIn } from './folders.ts';
import { textsOf } from './pack-lists.ts';
import { isSettings, parseSettings, type Settings } from './read-file.ts';

/** Configurations, in the order in which markdownlint-cli2 looks for them; the last is of markdownlint-cli. */
export const LINT_FILES = [
  ...['jsonc', 'json', 'yaml', 'yml', 'cjs', 'mjs'].map((ending) => `.markdownlint.${ending}`),
  '.markdownlintrc',
];
/** Options of markdownlint-cli2, which may hold a configuration. */
export const LINT_OPTIONS_FILES = ['jsonc', 'yaml', 'cjs', 'mjs'].map(
  (ending) => `.markdownlint-cli2.${ending}`,
);
/** Options of markdownlint-cli2 that change what is found, and that Galley does not have. */
const NOT_FOLLOWED = ['customRules', 'markdownItPlugins', 'frontMatter', 'noInlineConfig'];
const CODE = /\.[cm]?js$/i;

/** Tells the user something about a configuration. */
export type Remark = (text: string) => void;

/** What a file of markdownlint-cli2 says. */
export interface LintOptions {
  path: string;
  config?: Settings;
  globs: readonly string[];
  ignores: readonly string[];
}

/** Reads the configuration in a folder, with what it extends; undefined when there is none. */
export function lintConfigIn(folder: string, remark: Remark): { path: string; config: Settings } | undefined {
  const path = fileIn(folder, LINT_FILES);
  if (path === undefined || isCode(path, remark)) return undefined;
  return { path, config: extendLint(parseSettings(path), path, remark) };
}

/** Reads the options of markdownlint-cli2 in a folder; undefined when there are none. */
export function lintOptionsIn(folder: string, remark: Remark): LintOptions | undefined {
  const path = fileIn(folder, LINT_OPTIONS_FILES);
  if (path === undefined || isCode(path, remark)) return undefined;
  const options = parseSettings(path);
  const ignored = NOT_FOLLOWED.filter((key) => options[key] !== undefined);
  if (ignored.length > 0) remark(`${path}: Galley does not use ${ignored.join(', ')}.`);
  const { config, globs, ignores } = options;
  if (config !== undefined && config !== null && !isSettings(config)) {
    throw new UsageError(`${path}: "config" must be an object.`);
  }
  return {
    path,
    ...(config && { config: extendLint(config, path, remark) }),
    globs: textsOf(globs, path, 'globs'),
    ignores: textsOf(ignores, path, 'ignores'),
  };
}

/**
 * Adds the settings that a configuration extends; its own win.
 *
 * @param path - of the file that the configuration is in, which `extends` is relative to
 * @throws {UsageError} when a file does not exist, or the files extend each other in a circle
 */
export function extendLint(
  config: Settings,
  path: string,
  remark: Remark,
  before: readonly string[] = [],
): Settings {
  const { extends: base, ...own } = config;
  // As markdownlint does: null, false and an empty text name nothing.
  if (!base) return own;
  if (typeof base !== 'string') throw new UsageError(`${path}: "extends" must be the path of one file.`);
  const way = [...before, path];
  const target = resolveExtends(base, path);
  if (way.includes(target)) {
    throw new UsageError(`"extends" goes in a circle: ${[...way, target].join(' → ')}`);
  }
  if (!existsSync(target)) throw new UsageError(`${path}: "extends" names ${base}, which does not exist.`);
  if (isCode(target, remark)) return own;
  return { ...extendLint(parseSettings(target), target, remark, way), ...own };
}

/** A file relative to the one that names it, or in an installed package. */
function resolveExtends(base: string, path: string): string {
  const target = resolve(dirname(path), base.replace(/^~(?=$|[/\\])/, homedir()));
  if (existsSync(target)) return target;
  try {
    return createRequire(path).resolve(base);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return target;
    throw error;
  }
}

function isCode(path: string, remark: Remark): boolean {
  if (!CODE.test(path)) return false;
  remark(`${path} is code, which Galley does not run: the settings of ${basename(path)} are not used.`);
  return true;
}

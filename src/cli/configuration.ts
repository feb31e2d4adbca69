import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { parse as parseJsonc, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { parseDocument } from 'yaml';
import {
  ArchiveError,
  buildRuleset,
  PackError,
  readStyleArchive,
  stylesOf,
  type Flavor,
  type ImportedStyle,
  type Profile,
  type Ruleset,
  type RulesetOptions,
} from '../engine/index.ts';
import { readDictionary } from './dictionary.ts';
import { UsageError } from './exit-codes.ts';

const PACK_FILES = ['galley.yml', '.galley.yml'];
const MARKDOWNLINT_FILES = ['.jsonc', '.json', '.yaml', '.yml'].map((ending) => `.markdownlint${ending}`);

/** The options of a command that select its configuration. */
export interface ConfigurationOptions {
  family?: string;
  profile?: Profile;
  /** Replaces the flavor of the pack and of the tree. */
  flavor?: Flavor;
  /** Path of a rule pack, used instead of searching for one. */
  config?: string;
  /** Paths of Vale styles: folders or .zip files. */
  style?: readonly string[];
}

/** The inputs of a ruleset as plain data, which can be passed to threads. */
export type PlainOptions = Omit<RulesetOptions, 'spelling' | 'packs'>;

/** A configuration and where it was found. */
export interface Configuration {
  options: PlainOptions;
  /** The files that it was read from, for messages. */
  sources: readonly string[];
  /** The folder that its paths are relative to: that of the `galley.yml` that was found, else the working directory. */
  root: string;
}

/**
 * Reads the configuration: `galley.yml` in the folder or the nearest above it, a markdownlint configuration in the
 * folder, and the files that the options name.
 *
 * @throws {UsageError} when a named file does not exist, or a file cannot be parsed
 */
export function readConfiguration(
  { family, profile, flavor, config, style = [] }: ConfigurationOptions,
  cwd: string,
): Configuration {
  const foundPath = config === undefined ? findUpwards(cwd) : undefined;
  const packPath = config === undefined ? foundPath : resolve(cwd, config);
  const lintPath = MARKDOWNLINT_FILES.map((name) => join(cwd, name)).find((path) => existsSync(path));
  const pack = packPath === undefined ? undefined : parseYaml(packPath);
  const markdownlint = lintPath === undefined ? undefined : parseLint(lintPath);
  const styles = style.flatMap((path) => readStyles(resolve(cwd, path)));
  return {
    options: {
      ...(family !== undefined && { family }),
      ...(profile !== undefined && { profile }),
      ...(flavor !== undefined && { flavor }),
      ...(pack !== undefined && { pack }),
      ...(markdownlint && { markdownlint }),
      ...(styles.length > 0 && { styles }),
    },
    sources: [packPath, lintPath].filter((path) => path !== undefined).map((path) => relative(cwd, path)),
    root: foundPath === undefined ? cwd : dirname(foundPath),
  };
}

/**
 * Builds the ruleset of a configuration.
 *
 * @throws {UsageError} that names everything that is wrong, and where
 */
export function toRuleset({ options, sources }: Pick<Configuration, 'options' | 'sources'>): Ruleset {
  try {
    return buildRuleset({ ...options, spelling: readDictionary });
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    const where = sources.length > 0 ? ` (${sources.join(', ')})` : '';
    const lines = error.problems.map(
      ({ path, message }) => `  ${path === '' ? message : `${path}: ${message}`}`,
    );
    throw new UsageError(`The configuration can't be used${where}:\n${lines.join('\n')}`, { cause: error });
  }
}

function findUpwards(folder: string): string | undefined {
  const here = PACK_FILES.map((name) => join(folder, name)).find((path) => existsSync(path));
  const parent = dirname(folder);
  return here ?? (parent === folder ? undefined : findUpwards(parent));
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} can't be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** Parses a YAML file. An empty file is an empty object. @throws {UsageError} with the line */
export function parseYaml(path: string): unknown {
  const document = parseDocument(read(path), { logLevel: 'silent' });
  const [error] = document.errors;
  if (error) {
    const line = error.linePos ? `:${error.linePos[0].line}` : '';
    throw new UsageError(`${path}${line}: ${error.message.split('\n')[0] ?? ''}`);
  }
  try {
    // Aliases are refused: a few lines of them can expand to gigabytes.
    return document.toJS({ maxAliasCount: 0 }) ?? {};
  } catch (thrown) {
    if (!(thrown instanceof ReferenceError)) throw thrown;
    throw new UsageError(`${path}: must not use YAML aliases.`, { cause: thrown });
  }
}

function parseLint(path: string): Record<string, unknown> {
  const value = /\.ya?ml$/.test(path) ? parseYaml(path) : parseJson(path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`${path}: must be an object.`);
  }
  const config = { ...value };
  if ('extends' in config)
    throw new UsageError(`${path}: "extends" is not followed; put the settings into one file.`);
  return config;
}

function parseJson(path: string): unknown {
  const errors: ParseError[] = [];
  const text = read(path);
  const value: unknown = parseJsonc(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (!error) return value;
  const line = text.slice(0, error.offset).split('\n').length;
  throw new UsageError(`${path}:${line}: ${printParseErrorCode(error.error)}`);
}

function readStyles(path: string): ImportedStyle[] {
  if (!existsSync(path)) throw new UsageError(`${path} does not exist.`);
  if (!statSync(path).isDirectory()) {
    try {
      return readStyleArchive(readFileSync(path));
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      throw new UsageError(`${path}: ${error.message}`, { cause: error });
    }
  }
  const files = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ya?ml|txt)$/i.test(entry.name))
    .map((entry): [string, string] => {
      const file = join(entry.parentPath, entry.name);
      return [`${basename(path)}/${relative(path, file).replaceAll('\\', '/')}`, read(file)];
    });
  const styles = stylesOf(new Map(files));
  if (styles.length === 0) throw new UsageError(`${path} has no Vale rules.`);
  return styles;
}

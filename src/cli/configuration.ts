import { dirname, relative, resolve } from 'node:path';
import {
  buildRuleset,
  PackError,
  type Flavor,
  type ImportedStyle,
  type Profile,
  type RuleSwitch,
  type Ruleset,
  type RulesetOptions,
} from '../engine/index.ts';
import { DEFAULT_FAMILY } from '../shared/things.ts';
import { fileFinder, foldersAbove, foldersInRepository, repositoryFinder } from './configuration/folders.ts';
import type { Remark } from './configuration/lint-file.ts';
import { LintTree, type TreeLint } from './configuration/lint-tree.ts';
import { readPackFile, unusable } from './configuration/pack-file.ts';
import { PACK_FILES } from './configuration/pack-lists.ts';
import { readStyles } from './configuration/vale-styles.ts';
import { readDictionary } from './dictionary.ts';

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
  /** Rules that are on or off, whatever the files say. */
  switches?: readonly RuleSwitch[];
}

/** The inputs of a ruleset as plain data. */
export type PlainOptions = Omit<RulesetOptions, 'spelling'>;

/** The configuration of the documents of a folder. */
export interface Configuration {
  options: PlainOptions;
  /** The files that it was read from, for messages. */
  sources: readonly string[];
  /** The folder that its paths, and links that begin with `/`, are relative to. */
  root: string;
}

/** Finds the configuration of each folder: it depends on where a document is, not on where the command runs. */
export class ConfigurationFinder {
  readonly #options: ConfigurationOptions;
  readonly #cwd: string;
  readonly #remark: Remark;
  readonly #lint: LintTree;
  readonly #styles: readonly ImportedStyle[];
  readonly #repositoryOf = repositoryFinder();
  readonly #packIn = fileFinder(PACK_FILES);
  readonly #byFolder = new Map<string, Configuration>();
  readonly #bySources = new Map<string, Configuration>();

  /**
   * @param remark - is told what is not used of a configuration
   * @throws {UsageError} when a Vale style that the options name can't be read
   */
  constructor(options: ConfigurationOptions, cwd: string, remark: Remark) {
    this.#options = options;
    this.#cwd = cwd;
    this.#remark = remark;
    this.#lint = new LintTree(remark);
    this.#styles = (options.style ?? []).flatMap((path) => readStyles(resolve(cwd, path)));
  }

  /**
   * Finds the configuration of the documents in a folder. Folders with the same files share one object.
   *
   * @throws {UsageError} when a file that it consists of cannot be read
   */
  of(folder: string): Configuration {
    const before = this.#byFolder.get(folder);
    if (before) return before;
    const found = this.#find(folder);
    this.#byFolder.set(folder, found);
    return found;
  }

  #find(folder: string): Configuration {
    const { config } = this.#options;
    const pack =
      config === undefined
        ? (this.#packAbove(folder) ?? this.#packAbove(this.#cwd))
        : resolve(this.#cwd, config);
    const lint =
      this.#lint.of(foldersInRepository(folder, this.#repositoryOf)) ??
      this.#lint.of(foldersInRepository(this.#cwd, this.#repositoryOf));
    const root = this.#rootOf(folder, pack);
    const key = [root, pack ?? '', ...(lint?.sources ?? [])].join('\0');
    const known = this.#bySources.get(key) ?? this.#read(root, pack, lint);
    this.#bySources.set(key, known);
    return known;
  }

  #packAbove(folder: string): string | undefined {
    return foldersAbove(folder)
      .map((one) => this.#packIn(one))
      .find((path) => path !== undefined);
  }

  /** The outermost folder of the repository with a `galley.yml`, else the repository, else where markdownlint is set up. */
  #rootOf(folder: string, pack: string | undefined): string {
    if (this.#options.config !== undefined) return this.#cwd;
    const folders = foldersInRepository(folder, this.#repositoryOf);
    const outermost = folders.findLast((one) => this.#packIn(one) !== undefined);
    if (outermost !== undefined) return outermost;
    if (pack !== undefined) return dirname(pack);
    return this.#repositoryOf(folder) ?? folders.findLast((one) => this.#lint.isIn(one)) ?? this.#cwd;
  }

  #read(root: string, packPath: string | undefined, lint: TreeLint | undefined): Configuration {
    const { family, profile, flavor, config, switches } = this.#options;
    const file =
      packPath === undefined
        ? undefined
        : readPackFile(packPath, {
            root,
            folder: config === undefined ? dirname(packPath) : root,
            family: family ?? DEFAULT_FAMILY,
            remark: this.#remark,
          });
    return {
      options: {
        ...(family !== undefined && { family }),
        ...(profile !== undefined && { profile }),
        ...(flavor !== undefined && { flavor }),
        ...(switches && { switches }),
        ...(file && { pack: file.pack, packs: file.packs }),
        ...(lint && { markdownlint: lint.config }),
        ...(this.#styles.length > 0 && { styles: this.#styles }),
      },
      sources: [...(file?.sources ?? []), ...(lint?.sources ?? [])].map((path) => relative(this.#cwd, path)),
      root,
    };
  }
}

/**
 * Reads a rule pack that a command names.
 *
 * @throws {UsageError} when it cannot be read
 */
export function readPack(path: string): Pick<Configuration, 'options' | 'sources'> {
  const folder = dirname(path);
  const { pack, packs, sources } = readPackFile(path, {
    root: folder,
    folder,
    family: DEFAULT_FAMILY,
    remark: () => {},
  });
  return { options: { pack, packs }, sources };
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
    throw unusable(sources.join(', '), error);
  }
}

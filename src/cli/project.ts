import { dirname, resolve } from 'node:path';
import type { Rule, Ruleset } from '../engine/index.ts';
import {
  ConfigurationFinder,
  toRuleset,
  type Configuration,
  type ConfigurationOptions,
} from './configuration.ts';
import { lookAgain } from './files/folder-names.ts';
import { folderLibrary, type FolderLibrary } from './library.ts';
import { pathBelow } from './files/path-below.ts';

/** What a document is checked with. */
export interface Place {
  ruleset: Ruleset;
  /** The documents that its links may lead to. */
  library: FolderLibrary;
  /** The folder that its path is relative to. */
  root: string;
}

/** The documents of a run, and what each is checked with. */
export class Project {
  readonly #cwd: string;
  readonly #finder: ConfigurationFinder;
  readonly #places = new Map<Configuration, Place>();
  /** By the folder of a document, as its path names it. */
  readonly #byFolder = new Map<string, Place>();
  readonly #remarks = new Set<string>();

  /** @throws {UsageError} when what the options name can't be read */
  constructor(options: ConfigurationOptions, cwd: string) {
    lookAgain();
    this.#cwd = cwd;
    this.#finder = new ConfigurationFinder(options, cwd, (text) => this.#remarks.add(text));
  }

  /** Returns what a document is checked with. @throws {UsageError} when its configuration can't be used */
  placeOf(filePath: string): Place {
    const folder = filePath.slice(0, filePath.lastIndexOf('/') + 1);
    const place = this.#byFolder.get(folder) ?? this.#findPlace(filePath);
    this.#byFolder.set(folder, place);
    return place;
  }

  #findPlace(filePath: string): Place {
    const configuration = this.#finder.of(dirname(resolve(this.#cwd, filePath)));
    const before = this.#places.get(configuration);
    if (before) return before;
    const ruleset = toRuleset(configuration);
    for (const remark of ruleset.remarks) this.#remarks.add(remark);
    const { root } = configuration;
    const place = { ruleset, library: folderLibrary(root, ruleset), root };
    this.#places.set(configuration, place);
    return place;
  }

  /** The path of a document in its library. */
  pathInRoot(filePath: string, root: string): string {
    return pathBelow(root, resolve(this.#cwd, filePath));
  }

  /**
   * Reads the configurations of all documents, so that a mistake in one is told before any document is checked.
   *
   * @returns what is not used of them, in words
   * @throws {UsageError} that names what is wrong
   */
  prepare(filePaths: readonly string[]): readonly string[] {
    // Without documents, the configuration of the working directory is read for its mistakes.
    for (const filePath of filePaths.length > 0 ? filePaths : ['none.md']) this.placeOf(filePath);
    return [...this.#remarks];
  }

  /** All rules of the documents that were prepared, by id. */
  get rules(): ReadonlyMap<string, Rule> {
    return new Map([...this.#places.values()].flatMap(({ ruleset }) => [...ruleset.rules]));
  }
}

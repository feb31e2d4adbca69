import { lintConfigIn, lintOptionsIn, type LintOptions, type Remark } from './lint-file.ts';
import type { Settings } from './read-file.ts';

/** The configuration of markdownlint for the documents of a folder, and the files that it was read from. */
export interface TreeLint {
  config: Settings;
  sources: readonly string[];
}

/** The files of one folder, each undefined when there is none. */
interface FolderLint {
  file: ReturnType<typeof lintConfigIn>;
  options: LintOptions | undefined;
}

/** The configurations of markdownlint in a tree. Each folder is read once. */
export class LintTree {
  readonly #known = new Map<string, FolderLint>();
  readonly #remark: Remark;

  constructor(remark: Remark) {
    this.#remark = remark;
  }

  /** What markdownlint-cli2 is told in a folder. */
  optionsIn(folder: string): LintOptions | undefined {
    return this.#read(folder).options;
  }

  /** Whether a folder has a configuration of markdownlint. */
  isIn(folder: string): boolean {
    const { file, options } = this.#read(folder);
    return (file ?? options) !== undefined;
  }

  /**
   * Finds the configuration in the way of markdownlint-cli2. A `.markdownlint.*` is not merged with others: the nearest
   * counts. The `config` of each `.markdownlint-cli2.*` is merged with those above it, and counts if no `.markdownlint.*`
   * is in the same folder as the nearest of all these files, or nearer than the nearest `config`.
   *
   * @param folders - of a document, the nearest first
   */
  of(folders: readonly string[]): TreeLint | undefined {
    let nearest: FolderLint['file'];
    let merged: Settings | undefined;
    const sources: string[] = [];
    let isFirst = true;
    for (const folder of folders) {
      const { file, options } = this.#read(folder);
      if (options?.config) {
        merged = { ...options.config, ...merged };
        sources.push(options.path);
      }
      if (isFirst || !merged) nearest ??= file;
      isFirst &&= file === undefined && options === undefined;
    }
    if (nearest) return { config: nearest.config, sources: [nearest.path] };
    return merged && { config: merged, sources };
  }

  #read(folder: string): FolderLint {
    const before = this.#known.get(folder);
    if (before) return before;
    const read = {
      file: lintConfigIn(folder, this.#remark),
      options: lintOptionsIn(folder, this.#remark),
    };
    this.#known.set(folder, read);
    return read;
  }
}

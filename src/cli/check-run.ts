import { SingleBar } from 'cli-progress';
import type { CheckOptions } from './check-file.ts';
import type { CheckedFile } from './checked-file.ts';
import { checkCached } from './check-cached.ts';
import { checkFiles } from './check-files.ts';
import type { ConfigurationOptions } from './configuration.ts';
import { findFiles } from './files/find-files.ts';
import { Project } from './project.ts';
import { refuseUnknownRules } from './rule-options.ts';
import { showText } from './source-line.ts';
import { say } from './say.ts';

/** What `galley check` was told. */
export interface RunSettings {
  patterns: readonly string[];
  configuration: ConfigurationOptions;
  work: CheckOptions;
  /** The names of rules in options. */
  ruleNames: readonly string[];
  gitignore: boolean;
  jobs?: number;
}

/** One run over documents. Configurations are read once in it. */
export class CheckRun {
  readonly project: Project;
  readonly #settings: RunSettings;

  /** @throws {UsageError} when what the options name can't be read */
  constructor(settings: RunSettings) {
    this.#settings = settings;
    this.project = new Project(settings.configuration, settings.work.cwd);
  }

  /**
   * Finds the documents, and prepares to check them.
   *
   * @throws {UsageError} when none are named, or a configuration is wrong
   */
  async find(told?: Set<string>): Promise<string[]> {
    const { patterns, gitignore, work } = this.#settings;
    const { filePaths, ignored, ignoredBy, writtenByOthers } = await findFiles(patterns, work.cwd, gitignore);
    if (filePaths.length === 0) say(`${ignoredBy} leaves out all ${ignored} files.`);
    else if (writtenByOthers > 0) {
      const files = writtenByOthers === 1 ? '1 file' : `${writtenByOthers} files`;
      sayOnce(
        `${files} left out, which others wrote (vendor, .gitattributes); name them to check them.`,
        told,
      );
    }
    this.prepare(filePaths, told);
    return filePaths;
  }

  /**
   * Reads the configurations of documents, and says what is not used of them.
   *
   * @param told - what was said in earlier runs, and is not said again
   * @throws {UsageError} when a configuration is wrong, or no rule has a name that an option has
   */
  prepare(filePaths: readonly string[], told = new Set<string>()): void {
    for (const remark of this.project.prepare(filePaths)) {
      sayOnce(showText(remark), told);
    }
    refuseUnknownRules(this.project.rules, this.#settings.ruleNames);
  }

  /** Checks documents that were prepared, with a progress bar for people. */
  async check(filePaths: readonly string[]): Promise<CheckedFile[]> {
    const { configuration, work, jobs } = this.#settings;
    const bar = startBar(filePaths.length);
    const data = { configuration, project: this.project, options: work };
    const checkAll = work.cache ? checkCached : checkFiles;
    const checked = await checkAll(filePaths, data, jobs, (done) => bar?.update(done));
    bar?.stop();
    return checked;
  }
}

/** @param told - what was said before, and is not said again */
function sayOnce(text: string, told = new Set<string>()): void {
  if (!told.has(text)) say(text);
  told.add(text);
}

function startBar(total: number): SingleBar | null {
  if (!process.stderr.isTTY || total < 2) return null;
  const bar = new SingleBar({
    format: '{bar} {value}/{total} files',
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(total, 0);
  return bar;
}

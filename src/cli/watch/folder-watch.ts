import { watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../exit-codes.ts';

/**
 * Watches folders, each by itself: Node's recursive watching watches every single file on Linux, and loses those that
 * editors replace.
 */
export class FolderWatch {
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #onChange: (path: string) => void;

  /** @param onChange - called with the absolute path of what has changed, was made or is gone */
  constructor(onChange: (path: string) => void) {
    this.#onChange = onChange;
  }

  /**
   * Watches these folders, and no others.
   *
   * @returns whether there are new ones: something may have changed in them before
   * @throws {UsageError} when the system cannot watch more
   */
  follow(folders: ReadonlySet<string>): boolean {
    for (const folder of this.#watchers.keys()) if (!folders.has(folder)) this.#leave(folder);
    const before = this.#watchers.size;
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#add(folder);
    return this.#watchers.size > before;
  }

  close(): void {
    for (const folder of this.#watchers.keys()) this.#leave(folder);
  }

  #add(folder: string): void {
    let watcher: FSWatcher;
    try {
      watcher = watch(folder, (_, name) => this.#onChange(name === null ? folder : join(folder, name)));
    } catch (error) {
      // A folder may be removed while it is looked for.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
      const reason = error instanceof Error ? error.message : String(error);
      throw new UsageError(`${folder} can't be watched: ${reason}`, { cause: error });
    }
    // Windows reports a removed folder as an error.
    watcher.on('error', () => {
      this.#leave(folder);
      this.#onChange(folder);
    });
    this.#watchers.set(folder, watcher);
  }

  #leave(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }
}

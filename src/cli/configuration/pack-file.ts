import { existsSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { checkPack, PackError } from '../../engine/index.ts';
import { UsageError } from '../exit-codes.ts';
import { extendLint, type Remark } from './lint-file.ts';
import { isSettings, parseSettings, type Settings } from './read-file.ts';
import { readStyles } from './vale-styles.ts';

/** The pack of a project, as the engine takes it. */
export interface PackFile {
  pack: Settings;
  /** The packs of the files that it extends, by the name that `extends` has now. */
  packs: ReadonlyMap<string, unknown>;
  /** All files that were read. */
  sources: readonly string[];
}

/** Where a pack stands. */
export interface PackPlace {
  /** The folder that paths of documents are relative to. */
  root: string;
  /** The folder that `overrides` of the pack are relative to. */
  folder: string;
  family: string;
  remark: Remark;
}

/**
 * Reads a `galley.yml`: a rule pack that may also extend files, name folders of Vale styles, and list files.
 *
 * @throws {UsageError} when a file cannot be read, or files extend each other in a circle
 */
export function readPackFile(path: string, place: PackPlace): PackFile {
  const reader = new PackReader(place);
  const pack = reader.read(path, place.folder, []);
  return { pack, packs: reader.packs, sources: [path, ...reader.extended.keys()] };
}

class PackReader {
  readonly packs = new Map<string, unknown>();
  /** The names of the packs in files, by path. */
  readonly extended = new Map<string, string>();
  readonly #place: PackPlace;

  constructor(place: PackPlace) {
    this.#place = place;
  }

  read(path: string, folder: string, before: readonly string[]): Settings {
    const { ignore: _ignore, files: _files, ...pack } = parseSettings(path);
    const way = [...before, path];
    const { root, remark } = this.#place;
    const { extends: base, markdownlint, overrides, styles } = pack;
    return {
      ...pack,
      ...(base !== undefined && { extends: this.#extends(base, path, folder, way) }),
      ...(isSettings(markdownlint) && { markdownlint: extendLint(markdownlint, path, remark) }),
      ...(Array.isArray(overrides) && { overrides: overrides.map((one) => below(root, folder, one)) }),
      ...(Array.isArray(styles) && {
        styles: styles.flatMap((one: unknown) =>
          typeof one === 'string' ? readStyles(resolve(dirname(path), one)) : [one],
        ),
      }),
    };
  }

  /** Replaces paths by the names of their packs. */
  #extends(base: unknown, path: string, folder: string, way: readonly string[]): unknown {
    const name = (one: unknown): unknown =>
      typeof one === 'string' && isPath(one) ? this.#extend(one, path, folder, way) : one;
    return Array.isArray(base) ? base.map(name) : name(base);
  }

  #extend(base: string, path: string, folder: string, way: readonly string[]): string {
    const target = resolve(dirname(path), base);
    if (way.includes(target)) {
      throw new UsageError(`"extends" goes in a circle: ${[...way, target].join(' → ')}`);
    }
    if (!existsSync(target)) throw new UsageError(`${path}: "extends" names ${base}, which does not exist.`);
    const known = this.extended.get(target);
    if (known !== undefined) return known;
    const name = `file-${this.extended.size + 1}`;
    this.extended.set(target, name);
    // A file outside of the root is shared: its paths are about the documents of who extends it.
    const isInside = !leaves(relative(this.#place.root, target));
    const pack = this.read(target, isInside ? dirname(target) : folder, way);
    this.packs.set(name, checked({ extends: this.#place.family, ...pack, name }, target));
    return name;
  }
}

/** Whether `extends` names a file: names of families have no dots and slashes. */
function isPath(name: string): boolean {
  return /[./\\]/.test(name);
}

function leaves(path: string): boolean {
  return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);
}

function checked(pack: Settings, path: string): unknown {
  try {
    return checkPack(pack);
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    throw unusable(path, error);
  }
}

/** Says what is wrong in a configuration, and where. */
export function unusable(where: string, error: PackError): UsageError {
  const lines = error.problems.map(
    ({ path, message }) => `  ${path === '' ? message : `${path}: ${message}`}`,
  );
  const place = where === '' ? '' : ` (${where})`;
  return new UsageError(`The configuration can't be used${place}:\n${lines.join('\n')}`, { cause: error });
}

/** Makes the paths of an override, which are relative to the folder of its file, relative to the root. */
function below(root: string, folder: string, override: unknown): unknown {
  const path = relative(root, folder);
  if (path === '' || leaves(path) || !isSettings(override) || !Array.isArray(override['paths']))
    return override;
  const prefix = path
    .split(sep)
    .join('/')
    .replaceAll(/[$()*+?[\\\]{}!@|]/g, '\\$&');
  const paths = override['paths'].map((glob: unknown) =>
    typeof glob === 'string'
      ? glob.replace(/^!?(?:\.?\/)?/, (start) => `${start.startsWith('!') ? '!' : ''}${prefix}/`)
      : glob,
  );
  return { ...override, paths };
}

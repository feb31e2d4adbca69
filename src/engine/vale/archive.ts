import { strFromU8, unzipSync, type UnzipFileInfo } from 'fflate';
import { importStyle } from './import-style.ts';
import { MAX_STYLE_NAME_LENGTH, type ImportedStyle } from './imported-style.ts';

/** Maximum files in an archive, and their maximum total size in bytes when unpacked. */
export const MAX_ARCHIVE_FILES = 2_000;
export const MAX_ARCHIVE_BYTES = 10_000_000;

/** An archive that cannot be read. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}

/**
 * Imports the Vale styles in a .zip. Each folder with rules is one style.
 *
 * @throws {ArchiveError} if the file is not a .zip or is too large
 */
export function readStyleArchive(zip: Uint8Array): ImportedStyle[] {
  let count = 0;
  let bytes = 0;
  const filter = ({ name, originalSize }: UnzipFileInfo): boolean => {
    if (!/\.(?:ya?ml|txt)$/i.test(name) || name.includes('__MACOSX')) return false;
    count += 1;
    bytes += originalSize;
    if (count > MAX_ARCHIVE_FILES)
      throw new ArchiveError(`The archive has more than ${MAX_ARCHIVE_FILES} files.`);
    if (bytes > MAX_ARCHIVE_BYTES) {
      throw new ArchiveError(`The archive has more than ${MAX_ARCHIVE_BYTES} bytes when unpacked.`);
    }
    return true;
  };
  let unpacked: Record<string, Uint8Array>;
  try {
    unpacked = unzipSync(zip, { filter });
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError(`This is no .zip: ${error instanceof Error ? error.message : String(error)}.`);
  }
  return stylesOf(new Map(Object.entries(unpacked).map(([path, content]) => [path, strFromU8(content)])));
}

/** Vale's own style, which holds the rules made from vocabularies. */
const VOCABULARY_STYLE = 'Vale';
/** For rules outside any folder. */
const DEFAULT_STYLE = 'Style';

/**
 * Returns the styles in a tree of folders. Each folder with rules is one style. Vocabularies apply to all styles; the
 * rules made from them form the style `Vale`.
 *
 * @param files - texts by path
 */
export function stylesOf(files: ReadonlyMap<string, string>): ImportedStyle[] {
  const folders = new Map<string, Map<string, string>>();
  for (const [path, text] of files) {
    const parts = path.split('/');
    const file = parts.pop() ?? '';
    const isVocabulary = /^(?:accept|reject)\.txt$/i.test(file);
    const folder = isVocabulary ? VOCABULARY_STYLE : (parts.at(-1) ?? DEFAULT_STYLE);
    const inFolder = folders.get(folder) ?? new Map<string, string>();
    inFolder.set(isVocabulary ? path : file, text);
    folders.set(folder, inFolder);
  }
  return [...folders]
    .filter(([, inFolder]) => [...inFolder].some(([file, text]) => isOfStyle(file, text)))
    .map(([name, inFolder]) => importStyle(styleName(name), inFolder));
}

/** Other YAML files, such as CI workflows, are not rules. */
function isOfStyle(file: string, text: string): boolean {
  return /\.ya?ml$/i.test(file)
    ? /^["']?extends["']?\s*:/m.test(text)
    : /(?:accept|reject)\.txt$/i.test(file);
}

function styleName(folder: string): string {
  return folder.replaceAll(/[^\w-]/g, '-').slice(0, MAX_STYLE_NAME_LENGTH) || DEFAULT_STYLE;
}

/** What is dropped on the page, as long as the event lasts. What reads it is loaded when it is needed. */

export interface Dropped {
  entries: readonly FileSystemEntry[];
  files: readonly File[];
}

/** Takes what was dropped. Must be called synchronously in the event handler: the browser clears the data afterwards. */
export function takeDropped(data: DataTransfer): Dropped {
  return {
    entries: [...data.items].flatMap((item) => item.webkitGetAsEntry() ?? []),
    files: [...data.files],
  };
}

/** Tells whether folders were dropped. The files do not include their content. */
export function hasFolder({ entries }: Dropped): boolean {
  return entries.some(({ isDirectory }) => isDirectory);
}

/** Archives are only unpacked at the top level. In a folder they count as other files. */
export const ZIP = /^[^/]+\.zip$/i;
export const TAR = /^[^/]+\.(?:tar|tgz|tar\.gz)$/i;

export function isArchive(path: string): boolean {
  return ZIP.test(path) || TAR.test(path);
}

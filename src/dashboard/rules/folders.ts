import type { RecommendationListItem } from '../../shared/things.ts';

/** The occurrences of a rule in the documents of a folder, without those of folders in it. */
export interface Folder {
  /** With a slash at the end; empty for the top. */
  folder: string;
  items: readonly RecommendationListItem[];
}

/** Tells whether a path is in a folder or below. @param folder - without a slash at the end; empty for the top */
export function isIn(folder: string, path: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

/** Groups occurrences by folder. Folders, and the documents in them, are in the order of their paths. */
export function byFolder(items: readonly RecommendationListItem[]): Folder[] {
  const folders = new Map<string, RecommendationListItem[]>();
  for (const item of items) {
    const folder = item.file_path.slice(0, item.file_path.lastIndexOf('/') + 1);
    folders.set(folder, [...(folders.get(folder) ?? []), item]);
  }
  return [...folders]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([folder, inside]) => ({
      folder,
      items: inside.toSorted((a, b) => (a.file_path < b.file_path ? -1 : 1)),
    }));
}

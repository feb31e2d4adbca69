/** The other documents that links may lead to. Paths are `/`-separated, normalised, and relative to one root. */
export interface DocumentLibrary {
  /** The anchors of a document; undefined for an unknown document, whether it exists or not. */
  anchors: (path: string) => ReadonlySet<string> | undefined;
  /** Whether a document exists. Only a library that knows all documents has this method. */
  has?: (path: string) => boolean;
  /**
   * The names of the files in a folder, empty for a folder that does not exist. Only a library that knows all files,
   * images and downloads too, has this method beside `has`.
   */
  filesIn?: (folder: string) => readonly string[];
}

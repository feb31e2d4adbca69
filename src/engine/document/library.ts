/** The other documents that a document may link to. Paths are `/`-separated, normalised, and of the same root. */
export interface DocumentLibrary {
  /** The anchors of a document; undefined for one that is not known, which says nothing about whether it exists. */
  anchors: (path: string) => ReadonlySet<string> | undefined;
  /** Whether a document exists; only for a library that knows of all. */
  has?: (path: string) => boolean;
}

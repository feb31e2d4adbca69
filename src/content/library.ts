/** The other documents that a document may link to. */
export interface DocumentLibrary {
  /**
   * The anchors of a document.
   *
   * @param path - `/`-separated and normalised, relative to the same root as the validated document's own path
   * @returns undefined for a document that is not known, which says nothing about whether it exists
   */
  anchors(path: string): ReadonlySet<string> | undefined;
}

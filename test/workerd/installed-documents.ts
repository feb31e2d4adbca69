/** READMEs of installed packages, as real documents: scripts/installed-documents.mjs loads them. */
export interface InstalledDocument {
  /** `package/README.md` */
  file_path: string;
  content: string;
}

/** Always the same ones for one package-lock.json. Replaced when the test runner loads this file. */
export const INSTALLED_DOCUMENTS: readonly InstalledDocument[] = [];

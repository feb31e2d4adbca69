/** Where a CODEOWNERS file is, in the order in which GitHub looks for it. Under these paths a file of a run is no document. */
export const CODE_OWNERS_PATHS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;

/** Whether a path of a run is that of a CODEOWNERS file. */
export function isCodeOwners(filePath: string): boolean {
  return CODE_OWNERS_PATHS.some((path) => path === filePath);
}

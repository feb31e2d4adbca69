import { existsSync } from 'node:fs';
import { CODE_OWNERS_PATHS } from '../shared/code-owners.ts';
import type { RunDocumentInput } from '../shared/api/runs.ts';
import { readDocument } from './read-document.ts';
import type { Say } from './say.ts';

/** Reads the CODEOWNERS file of the working directory, which `galley push` sends along; undefined when there is none. */
export function readCodeOwners(say: Say): RunDocumentInput | undefined {
  const filePath = CODE_OWNERS_PATHS.find((path) => existsSync(path));
  if (filePath === undefined) return undefined;
  const read = readDocument(filePath);
  if ('text' in read) return { file_path: filePath, content: read.text };
  say(`${filePath} ${read.problem}, and so gives no owners`);
  return undefined;
}

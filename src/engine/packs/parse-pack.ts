import * as v from 'valibot';
import { parseDocument } from 'yaml';
import { isLongerThan } from '../text/characters.ts';
import { PackError, type PackProblem } from './pack-error.ts';
import { packSchema, type Pack } from './pack.ts';

/** Longest pack, in code points of YAML or JSON. */
export const MAX_PACK_LENGTH = 500_000;
/** Most problems that one error lists. */
const MAX_PROBLEMS = 20;

/**
 * Reads a pack from YAML or JSON.
 *
 * @throws {PackError} with every line or field that is wrong
 */
export function parsePack(text: string): Pack {
  if (isLongerThan(text, MAX_PACK_LENGTH)) {
    throw new PackError([{ path: '', message: `must be at most ${MAX_PACK_LENGTH} characters` }]);
  }
  // Aliases are refused: a few lines of them can expand to gigabytes.
  const document = parseDocument(text, { logLevel: 'silent' });
  if (document.errors.length > 0) {
    throw new PackError(
      document.errors.slice(0, MAX_PROBLEMS).map(({ message, linePos }) => {
        const [first] = message.split('\n');
        return { path: linePos ? `line ${linePos[0].line}` : '', message: first ?? message };
      }),
    );
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new PackError([{ path: '', message: 'must not use YAML aliases' }]);
  }
  // A text without a value, e.g. of comments alone, is a pack without fields.
  return checkPack(document.contents === null ? {} : value);
}

/**
 * Checks a pack that is parsed already.
 *
 * @throws {PackError} with every field that is wrong
 */
export function checkPack(value: unknown): Pack {
  const result = v.safeParse(packSchema, value);
  if (result.success) return result.output;
  throw new PackError(result.issues.slice(0, MAX_PROBLEMS).map(toProblem));
}

function toProblem(issue: v.BaseIssue<unknown>): PackProblem {
  const path = v.getDotPath(issue) ?? '';
  if (issue.type !== 'strict_object') return { path, message: issue.message };
  return { path, message: issue.expected === 'never' ? 'is not a known field' : 'is required' };
}

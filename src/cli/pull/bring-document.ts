import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import {
  applyApproved,
  EFFECTS,
  FLAVORS,
  type ApprovedChange,
  type Effect,
  type Flavor,
} from '../../engine/index.ts';
import type { ApprovedDocument, ApprovedRecommendation } from '../../shared/api/patches.ts';
import type { Edit } from '../../shared/things.ts';
import { UsageError } from '../exit-codes.ts';
import { readDocument } from '../read-document.ts';

/** What the approved changes make of a file. */
export interface BroughtDocument {
  filePath: string;
  /** The file as it is, and what is to become of it. */
  text: string;
  edits: readonly Edit[];
  changed: string;
  /** The changes that are made. */
  applied: readonly ApprovedRecommendation[];
  /** How many the file has already. */
  present: number;
  /** What finds no place, and why: sentences, to be read after the path. */
  leftOut: readonly string[];
}

/** Where the files are, and how to get what they were. */
export interface Source {
  cwd: string;
  /** Whether the user has named the files, so that links may lead out of the folder. */
  isNamed: boolean;
  /** Reads the text that a validation is of. */
  readOriginal: (validationId: string) => Promise<string>;
}

/**
 * Makes the approved changes of a document in the text of its file, and writes nothing.
 *
 * @returns a problem, to be read after the path, for a file that can't be used
 */
export async function bringDocument(
  document: ApprovedDocument,
  { cwd, isNamed, readOriginal }: Source,
): Promise<BroughtDocument | { problem: string }> {
  const { file_path: filePath, content_sha256: sha256, changes } = document;
  const path = resolve(cwd, filePath);
  if (!isNamed && leadsOut(path, cwd)) return { problem: 'is a link that leads out of this folder' };
  const read = readDocument(path);
  if ('problem' in read) return { problem: read.problem };
  const { text, bytes } = read;
  const isSame = createHash('sha256').update(bytes).digest('hex') === sha256;
  const original = isSame ? text : await readOriginal(document.validation_id);
  const made = applyApproved({
    original,
    base: text,
    flavor: toFlavor(document.flavor),
    changes: changes.map(toChange),
  });
  const byId = new Map(changes.map((change) => [change.id, change]));
  return {
    filePath,
    text,
    edits: made.edits,
    changed: made.text,
    applied: made.applied.flatMap((id) => byId.get(id) ?? []),
    present: made.present.length,
    leftOut: made.leftOut.map(({ id, detail }) => `${byId.get(id)?.rule_id ?? id}: ${detail}`),
  };
}

function leadsOut(path: string, cwd: string): boolean {
  try {
    return !realpathSync(path).startsWith(`${realpathSync(cwd)}${sep}`);
  } catch (error) {
    // A file that is gone is reported when it is read.
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

/** @throws {UsageError} for one that this version does not know: nothing could be proven */
function toFlavor(name: string): Flavor {
  const flavor = FLAVORS.find((one) => one === name);
  if (flavor) return flavor;
  throw new UsageError(`The service is of a newer version: this one does not know the flavor "${name}".`);
}

function toChange({ id, edits, certain, effects }: ApprovedRecommendation): ApprovedChange {
  // An unknown effect is not tolerated, so the proof is stricter without it.
  return { id, edits, certain, effects: effects.filter(isEffect) };
}

function isEffect(name: string): name is Effect {
  return Object.hasOwn(EFFECTS, name);
}

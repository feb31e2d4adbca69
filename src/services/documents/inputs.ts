/** The inputs of a validation beside the text: rules, ignored findings, and other documents. */
import {
  ParsedDocument,
  readDocumentLinks,
  type DocumentLibrary,
  type DocumentLinks,
  type Ruleset,
} from '../../engine/index.ts';
import { version } from '../../../package.json';
import { logError } from '../../log.ts';
import { MAX_ANCHORS_LENGTH, MAX_LINKED_PATHS_LENGTH } from '../../shared/limits.ts';
import { VALIDATION_TYPES, type ValidationType } from '../../shared/things.ts';
import type { Database } from '../../store/database.ts';
import { readAnchors } from '../../store/texts.ts';
import { readIgnored } from '../../store/ignored-findings.ts';
import { readRunAnchors } from '../../store/run-documents.ts';
import { hash } from '../hash.ts';
import { rulesetOf } from '../families/rulesets.ts';

const NOTHING: ReadonlySet<string> = new Set();

export interface ValidationInputs {
  ruleset: Ruleset;
  /** The fingerprints that are ignored in a document. */
  ignoredIn: (filePath: string) => ReadonlySet<string>;
  /** The documents that links may point to: those of the request or the run, and those validated before. */
  library: DocumentLibrary;
  /** Each document parsed, in the order of the documents. */
  parsed: readonly ParsedDocument[];
  /** The links of each document, in the order of the documents. */
  links: readonly DocumentLinks[];
  /**
   * SHA-256 of everything but the text that the findings depend on. Equal hashes and equal texts give equal findings.
   */
  hashFor: (index: number, validationTypes: readonly ValidationType[] | undefined) => Promise<string>;
}

/**
 * Reads the inputs of the validation of some documents.
 *
 * @param of - the family and ref; links point to documents of the ref, and then to those of the main line
 * @param workflowId - the run that they belong to; links then point to its other documents first
 * @throws {Refusal} `invalid`, when there is no such family or its pack is not usable
 */
export async function readInputs(
  db: Database,
  { family, ref = '' }: { family: string; ref?: string },
  documents: readonly { filePath: string; content: string }[],
  workflowId?: string,
): Promise<ValidationInputs> {
  const parsed = documents.map(({ content }) => new ParsedDocument(content));
  const links = parsed.map((document, index) => linksOf(document, documents[index]?.filePath ?? ''));
  const own = new Map(documents.map(({ filePath }, index) => [filePath, links[index]?.anchors ?? NOTHING]));
  const elsewhere = followedPaths(links, own);
  const [ruleset, ignored, known, ofRun] = await Promise.all([
    rulesetOf(db, family),
    readIgnored(db, family, [...own.keys()]),
    readAnchors(db, { family, ref }, [...elsewhere]),
    workflowId === undefined ? new Map<string, never>() : readRunAnchors(db, workflowId, [...elsewhere]),
  ]);
  const ignoredIn = (filePath: string) => ignored.get(filePath) ?? NOTHING;
  const anchors = (path: string) => own.get(path) ?? ofRun.get(path) ?? known.get(path);
  return {
    ruleset,
    ignoredIn,
    library: { anchors },
    parsed,
    links,
    hashFor: async (index, validationTypes) => {
      const linked = links[index]?.linkedPaths ?? [];
      const inputs = [
        version,
        ruleset.version,
        validationTypes === undefined
          ? VALIDATION_TYPES
          : VALIDATION_TYPES.filter((one) => validationTypes.includes(one)),
        [...ignoredIn(documents[index]?.filePath ?? '')].toSorted(),
        linked
          .filter((path) => own.has(path) || elsewhere.has(path))
          .toSorted()
          .map((path) => [path, [...(anchors(path) ?? [])].toSorted(), anchors(path) !== undefined]),
      ];
      return hash(new TextEncoder().encode(JSON.stringify(inputs)));
    },
  };
}

/**
 * Selects the linked documents to look up: at most {@link MAX_LINKED_PATHS_LENGTH} of paths. Links beyond are not checked,
 * as links to unknown documents.
 *
 * @param own - documents whose anchors are known already
 */
function followedPaths(
  links: readonly DocumentLinks[],
  own: ReadonlyMap<string, unknown>,
): ReadonlySet<string> {
  const followed = new Set<string>();
  let length = 0;
  for (const { linkedPaths } of links) {
    for (const path of linkedPaths) {
      if (own.has(path) || followed.has(path)) continue;
      length += path.length;
      if (length > MAX_LINKED_PATHS_LENGTH) return followed;
      followed.add(path);
    }
  }
  return followed;
}

/** The anchors of a document, as they are stored with it: see {@link keepableAnchors}. */
export function storedAnchors(content: string, filePath: string): string | null {
  return keepableAnchors(linksOf(new ParsedDocument(content), filePath).anchors);
}

/** Anchors as JSON, or null when they exceed `MAX_ANCHORS_LENGTH`. Links to such a document are not checked. */
export function keepableAnchors(anchors: ReadonlySet<string> = NOTHING): string | null {
  const json = JSON.stringify([...anchors]);
  return json.length <= MAX_ANCHORS_LENGTH ? json : null;
}

/** Reads the links of a document. If that fails, the failure is logged and the document is validated without them. */
function linksOf(document: ParsedDocument, filePath: string): DocumentLinks {
  try {
    return readDocumentLinks(document, filePath);
  } catch (error) {
    logError('content', 'the links of a document could not be read', error);
    return { anchors: NOTHING, linkedPaths: [] };
  }
}

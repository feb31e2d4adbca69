/** What a validation depends on beside the text: the rules, the findings that are ignored, and other documents. */
import {
  ParsedDocument,
  readDocumentLinks,
  type DocumentLibrary,
  type DocumentLinks,
  type Ruleset,
} from '../../engine/index.ts';
import { version } from '../../../package.json';
import { logError } from '../../log.ts';
import { MAX_ANCHORS_LENGTH } from '../../shared/limits.ts';
import { VALIDATION_TYPES, type ValidationType } from '../../shared/things.ts';
import type { Database } from '../../store/database.ts';
import { readAnchors } from '../../store/documents.ts';
import { readIgnored } from '../../store/ignored-findings.ts';
import { readRunAnchors } from '../../store/run-documents.ts';
import { hash } from '../hash.ts';
import { rulesetOf } from '../families/rulesets.ts';

const NOTHING: ReadonlySet<string> = new Set();

export interface ValidationInputs {
  ruleset: Ruleset;
  /** Fingerprints that are ignored in the document of a path. */
  ignoredIn: (filePath: string) => ReadonlySet<string>;
  /** The documents that links may lead to: those of the request or the run, and those that were validated before. */
  library: DocumentLibrary;
  /** Each document parsed, in their order. */
  parsed: readonly ParsedDocument[];
  /** Of each document, in their order. */
  links: readonly DocumentLinks[];
  /** SHA-256 of all that the findings in a document depend on beside its text: equal inputs, equal findings. */
  inputsOf: (index: number, validationTypes: readonly ValidationType[] | undefined) => Promise<string>;
}

/**
 * Reads what the validation of some documents depends on.
 *
 * @param workflowId - the run that they are of: links lead to its other documents first
 * @throws {Refusal} `invalid`, when there is no such family or its pack can't be used
 */
export async function readInputs(
  db: Database,
  family: string,
  documents: readonly { filePath: string; content: string }[],
  workflowId?: string,
): Promise<ValidationInputs> {
  const parsed = documents.map(({ content }) => new ParsedDocument(content));
  const links = parsed.map((document, index) => linksOf(document, documents[index]?.filePath ?? ''));
  const own = new Map(documents.map(({ filePath }, index) => [filePath, links[index]?.anchors ?? NOTHING]));
  const elsewhere = [...new Set(links.flatMap(({ linkedPaths }) => linkedPaths))].filter(
    (path) => !own.has(path),
  );
  const [ruleset, ignored, known, ofRun] = await Promise.all([
    rulesetOf(db, family),
    readIgnored(db, family, [...own.keys()]),
    readAnchors(db, family, elsewhere),
    workflowId === undefined ? new Map<string, never>() : readRunAnchors(db, workflowId, elsewhere),
  ]);
  const ignoredIn = (filePath: string) => ignored.get(filePath) ?? NOTHING;
  const anchors = (path: string) => own.get(path) ?? ofRun.get(path) ?? known.get(path);
  return {
    ruleset,
    ignoredIn,
    library: { anchors },
    parsed,
    links,
    inputsOf: async (index, validationTypes) => {
      const linked = links[index]?.linkedPaths ?? [];
      const inputs = [
        version,
        ruleset.version,
        validationTypes === undefined
          ? VALIDATION_TYPES
          : VALIDATION_TYPES.filter((one) => validationTypes.includes(one)),
        [...ignoredIn(documents[index]?.filePath ?? '')].toSorted(),
        [...linked]
          .toSorted()
          .map((path) => [path, [...(anchors(path) ?? [])].toSorted(), anchors(path) !== undefined]),
      ];
      return hash(new TextEncoder().encode(JSON.stringify(inputs)));
    },
  };
}

/** The anchors of a document, as they are kept with it: see {@link keepableAnchors}. */
export function storedAnchors(content: string, filePath: string): string | null {
  return keepableAnchors(linksOf(new ParsedDocument(content), filePath).anchors);
}

/** Anchors as JSON; null, as those of a document that is not known, when they are too much to be kept beside it. */
export function keepableAnchors(anchors: ReadonlySet<string> = NOTHING): string | null {
  const json = JSON.stringify([...anchors]);
  return json.length <= MAX_ANCHORS_LENGTH ? json : null;
}

/** A document whose links can't be read is validated all the same; what went wrong is in the log. */
function linksOf(document: ParsedDocument, filePath: string): DocumentLinks {
  try {
    return readDocumentLinks(document, filePath);
  } catch (error) {
    logError('content', 'the links of a document could not be read', error);
    return { anchors: NOTHING, linkedPaths: [] };
  }
}

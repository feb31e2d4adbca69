/** What a validation depends on beside the text: the rules, the findings that are ignored, and other documents. */
import {
  readDocumentLinks,
  type DocumentLibrary,
  type DocumentLinks,
  type Ruleset,
} from '../content/index.ts';
import type { Database } from '../store/database.ts';
import { readAnchors } from '../store/documents.ts';
import { readIgnored } from '../store/ignored-findings.ts';
import { rulesetOf } from './rulesets.ts';

const NOTHING: ReadonlySet<string> = new Set();

export interface Surroundings {
  ruleset: Ruleset;
  /** Fingerprints that are ignored in the document of a path. */
  ignoredIn: (filePath: string) => ReadonlySet<string>;
  /** The documents that links may lead to: those of the request, and those that were validated before. */
  library: DocumentLibrary;
  /** Of each document, in their order. */
  links: readonly DocumentLinks[];
}

/**
 * Reads what the validation of some documents depends on.
 *
 * @throws {Refusal} `invalid`, when there is no such family or its pack can't be used
 */
export async function readSurroundings(
  db: Database,
  family: string,
  documents: readonly { filePath: string; content: string }[],
): Promise<Surroundings> {
  const links = documents.map(({ content, filePath }) => linksOf(content, filePath));
  const own = new Map(documents.map(({ filePath }, index) => [filePath, links[index]?.anchors ?? NOTHING]));
  const elsewhere = [...new Set(links.flatMap(({ linkedPaths }) => linkedPaths))].filter(
    (path) => !own.has(path),
  );
  const [ruleset, ignored, known] = await Promise.all([
    rulesetOf(db, family),
    readIgnored(db, family, [...own.keys()]),
    readAnchors(db, family, elsewhere),
  ]);
  return {
    ruleset,
    ignoredIn: (filePath) => ignored.get(filePath) ?? NOTHING,
    library: { anchors: (path) => own.get(path) ?? known.get(path) },
    links,
  };
}

/** A document whose links can't be read is validated all the same; what went wrong is in the log. */
function linksOf(content: string, filePath: string): DocumentLinks {
  try {
    return readDocumentLinks(content, filePath);
  } catch (error) {
    console.error(JSON.stringify({ level: 'error', room: 'content', error: String(error) }));
    return { anchors: NOTHING, linkedPaths: [] };
  }
}

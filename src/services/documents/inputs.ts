/** The inputs of a validation beside the text: rules, ignored findings, and other documents. */
import {
  anchorStyleOf,
  DEFAULT_FLAVOR,
  flavorOfFile,
  knownAnchors,
  NO_DOCUMENT_LINKS,
  ParsedDocument,
  readDocumentLinks,
  type DocumentLibrary,
  type DocumentLinks,
  type Flavor,
  type Ruleset,
} from '../../engine/index.ts';
import { version } from '../../../package.json';
import { logError } from '../../log.ts';
import { MAX_LINKED_PATHS_LENGTH } from '../../shared/limits.ts';
import { VALIDATION_TYPES, type ValidationType } from '../../shared/things.ts';
import { ask } from '../../store/ask.ts';
import type { Database } from '../../store/database.ts';
import { askAnchors, type StoredAnchors } from '../../store/texts.ts';
import { askIgnoredIn } from '../../store/ignored-findings.ts';
import { askRunAnchors } from '../../store/run-documents.ts';
import { hash } from '../hash.ts';
import { askFamilies, rulesetIn, tryRuleset } from '../families/rulesets.ts';
import { askOwners, packOwnersOf } from './owners.ts';
import { anchorsOfStored, toStoredAnchors } from './stored-anchors.ts';

const NOTHING: ReadonlySet<string> = new Set();

export interface ValidationInputs {
  ruleset: Ruleset;
  /** The fingerprints that are ignored in a document. */
  ignoredIn: (filePath: string) => ReadonlySet<string>;
  /** The people and teams that own a document, by its path. */
  ownersOf: (filePath: string) => readonly string[];
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
 * @param of.now - when the documents are validated: findings may be ignored until a certain time
 * @param run - the run that they belong to: its ruleset, and its id; links then point to its other documents first
 * @param run - with the paths that its renamed documents had: what is ignored there is ignored here
 * @throws {Refusal} `invalid`, when there is no such family or its pack is not usable
 */
export async function readInputs(
  db: Database,
  { family, ref = '', now }: { family: string; ref?: string; now: Date },
  documents: readonly { filePath: string; content: string }[],
  run?: { id: string; ruleset: Ruleset; formerPaths: ReadonlyMap<string, string> },
): Promise<ValidationInputs> {
  const followed = followLinks(documents);
  const paths = documents.map(({ filePath }) => filePath);
  const formerPaths = run?.formerPaths ?? new Map<string, string>();
  const linked = [...followed.elsewhere];
  const [families, ignored, ofCodeOwners, ...known] = await ask(
    db,
    askFamilies(db),
    askIgnoredIn(db, { family, now: now.toISOString() }, [...new Set([...paths, ...formerPaths.values()])]),
    askOwners(db, { family, ref, ...(run && { runId: run.id }) }),
    ...askAnchors(db, { family, ref }, linked),
    ...(run === undefined ? [] : askRunAnchors(db, run.id, linked)),
  );
  const ruleset = run?.ruleset ?? rulesetIn(families, family);
  // Owners are no part of a ruleset's version, so that of a run may have older ones.
  const present = run ? (tryRuleset(families, family).ruleset ?? ruleset) : ruleset;
  return toInputs(followed, {
    ruleset,
    ignored,
    // Those of the run come last.
    anchors: new Map(known.flatMap((some) => [...some])),
    owners: ofCodeOwners ?? packOwnersOf(present),
    formerPaths,
  });
}

/** What was read for the validation of some documents. */
export interface ReadInputs {
  ruleset: Ruleset;
  /** The fingerprints that are ignored, by path. */
  ignored: ReadonlyMap<string, ReadonlySet<string>>;
  /** The anchors of the documents that their links lead to, by path. */
  anchors: ReadonlyMap<string, StoredAnchors>;
  owners: (filePath: string) => readonly string[];
  /** The paths that renamed documents had. */
  formerPaths: ReadonlyMap<string, string>;
}

/** Documents with their links, as far as they are known before the ruleset is. */
export interface FollowedDocuments {
  documents: readonly { filePath: string; content: string }[];
  first: readonly ParsedDocument[];
  firstLinks: readonly DocumentLinks[];
  /** The paths of the other documents that they link to. */
  elsewhere: ReadonlySet<string>;
}

/** Finds what the links of documents lead to. */
export function followLinks(documents: FollowedDocuments['documents']): FollowedDocuments {
  const first = documents.map(({ content, filePath }) => new ParsedDocument(content, flavorOfPath(filePath)));
  const firstLinks = first.map((document, index) => linksOf(document, documents[index]?.filePath ?? ''));
  const elsewhere = followedPaths(firstLinks, new Set(documents.map(({ filePath }) => filePath)));
  return { documents, first, firstLinks, elsewhere };
}

/** Makes the inputs of the validation of some documents of what was read for them. */
export function toInputs(
  { documents, first, firstLinks, elsewhere }: FollowedDocuments,
  { ruleset, ignored, anchors: known, owners, formerPaths }: ReadInputs,
): ValidationInputs {
  const paths = documents.map(({ filePath }) => filePath);
  // The flavor is known with the ruleset, which is read together with what the links lead to.
  const parsed = documents.map(({ content, filePath }, index) => {
    const flavor = ruleset.flavorFor(filePath);
    const parsedBefore = first[index];
    return parsedBefore?.flavor === flavor ? parsedBefore : new ParsedDocument(content, flavor);
  });
  const links = parsed.map((document, index) => {
    const read = first[index] === document ? firstLinks[index] : undefined;
    return read ?? linksOf(document, paths[index] ?? '');
  });
  const own = new Map(paths.map((path, index) => [path, links[index]?.anchorSources]));
  const ignoredIn = (filePath: string) => {
    const here = ignored.get(filePath) ?? NOTHING;
    const before = ignored.get(formerPaths.get(filePath) ?? '');
    return before ? new Set([...here, ...before]) : here;
  };
  const anchorsByPath = new Map<string, ReadonlySet<string> | undefined>();
  const anchors = (path: string): ReadonlySet<string> | undefined => {
    if (anchorsByPath.has(path)) return anchorsByPath.get(path);
    const style = anchorStyleOf(ruleset.pack, ruleset.flavorFor(path));
    const sources = own.get(path);
    const stored = known.get(path);
    const found = sources ? knownAnchors(sources, style) : stored && anchorsOfStored(stored, style);
    anchorsByPath.set(path, found);
    return found;
  };
  return {
    ruleset,
    ignoredIn,
    ownersOf: owners,
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
 * @param own - paths of the documents whose anchors are known already
 */
function followedPaths(links: readonly DocumentLinks[], own: ReadonlySet<string>): ReadonlySet<string> {
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

/** What the anchors of a document are made of, as it is stored with it: see {@link toStoredAnchors}. */
export function storedAnchors(content: string, filePath: string): string | null {
  const document = new ParsedDocument(content, flavorOfPath(filePath));
  return toStoredAnchors(linksOf(document, filePath).anchorSources);
}

/** The flavor of a document as far as its name shows it. */
function flavorOfPath(filePath: string): Flavor {
  return flavorOfFile(DEFAULT_FLAVOR, filePath);
}

/** Reads the links of a document. If that fails, the failure is logged and the document is validated without them. */
function linksOf(document: ParsedDocument, filePath: string): DocumentLinks {
  try {
    return readDocumentLinks(document, filePath);
  } catch (error) {
    logError('content', 'the links of a document could not be read', error);
    return NO_DOCUMENT_LINKS;
  }
}

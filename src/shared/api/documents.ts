/** Queries and answers about documents: what is true now. */
import * as v from 'valibot';
import { MAX_REF_LENGTH } from '../limits.ts';
import {
  DEFAULT_FAMILY,
  type Document,
  type Issue,
  type Outcome,
  OUTCOMES,
  type Recommendation,
  type Validation,
} from '../things.ts';
import { familySchema, filePathSchema, lineOrNothing, oneOf, page, type Page, substring } from './fields.ts';
import { strictObject } from '../objects.ts';

/** The name of a line of versions, or nothing for the main line. */
export const refText = lineOrNothing(MAX_REF_LENGTH);
/** The name of a line of versions. */
export const refSchema = v.pipe(refText, v.minLength(1, 'must not be empty'));
/** The line of versions that a document belongs to; null or absent for the main line of its family. */
export const refField = v.exactOptional(v.nullable(refSchema));
export const commitSchema = v.pipe(
  v.string('must be a text'),
  v.regex(/^[\w.-]{1,100}$/, 'must be the id of a commit'),
);
export const commitField = v.exactOptional(v.nullable(commitSchema));

export const DOCUMENT_SORTS = ['file_path', '-validated_at', '-findings'] as const;
export type DocumentSort = (typeof DOCUMENT_SORTS)[number];
const flag = v.pipe(
  oneOf(['true', 'false']),
  v.transform((text) => text === 'true'),
);

/** GET /api/documents. Without `ref`: the main line. */
export const documentListQuerySchema = strictObject({
  limit: page.limit,
  cursor: v.exactOptional(v.string()),
  family: v.exactOptional(familySchema),
  ref: v.optional(refText, ''),
  outcome: v.exactOptional(oneOf(OUTCOMES)),
  /** Only documents with a finding of this rule. */
  rule_id: v.exactOptional(v.string()),
  /** A folder with everything below it. */
  folder: v.exactOptional(filePathSchema),
  file_path: v.exactOptional(substring),
  /** Only documents of this owner. */
  owner: v.exactOptional(v.string()),
  /** Whether recommendations wait. */
  open: v.exactOptional(flag),
  removed: v.optional(flag, 'false'),
  sort: v.optional(oneOf(DOCUMENT_SORTS), 'file_path'),
});
export type DocumentListQuery = v.InferOutput<typeof documentListQuerySchema>;
export type DocumentPage = Page<Document>;

/** GET /api/documents/one */
export const documentQuerySchema = strictObject({
  family: v.optional(familySchema, DEFAULT_FAMILY),
  file_path: filePathSchema,
  ref: v.exactOptional(refText),
});
export type DocumentQuery = v.InferOutput<typeof documentQuerySchema>;
export interface DocumentDetail {
  document: Document;
  /** The newest validation, with its issues and recommendations. */
  validation: Validation;
  issues: Issue[];
  recommendations: Recommendation[];
  /** The newest validations of the document, newest first. */
  history: Validation[];
  position: number;
}

/**
 * DELETE /api/documents: one document with all its versions and lines, all documents of a family, or everything from before a
 * time, of a family or of all. `confirm` repeats what is deleted: the path, the family, or the time.
 */
export const deletionQuerySchema = v.pipe(
  strictObject({
    family: v.exactOptional(familySchema),
    file_path: v.exactOptional(filePathSchema),
    before: v.exactOptional(
      v.pipe(v.string(), v.isoTimestamp('must be a time such as 2026-11-29T00:00:00.000Z')),
    ),
    confirm: v.exactOptional(v.string()),
  }),
  v.check(
    ({ family, file_path, before }) =>
      file_path === undefined
        ? family !== undefined || before !== undefined
        : family !== undefined && before === undefined,
    'must have family and file_path, or family, or before',
  ),
);
export type DeletionQuery = v.InferOutput<typeof deletionQuerySchema>;
export interface Deletion {
  /** What this request has deleted. */
  deleted: { documents: number; versions: number };
  /** Whether the same request must be sent again. */
  remaining: boolean;
  position: number;
}

/** GET /api/documents/owners. Without `ref`: the main line. */
export const ownerGroupsQuerySchema = strictObject({
  family: v.exactOptional(familySchema),
  ref: v.optional(refText, ''),
});
export type OwnerGroupsQuery = v.InferOutput<typeof ownerGroupsQuerySchema>;
/** The documents of one owner, counted. */
export interface OwnerGroup {
  owner: string;
  documents: number;
  /** Those that failed to be validated are in none. */
  by_outcome: Record<Outcome, number>;
  /** How many have recommendations that wait. */
  open: number;
}
export interface OwnerGroups {
  /** Most documents first. */
  results: OwnerGroup[];
  position: number;
}

/** GET /api/documents/folders: the folders that are directly in `folder`, or at the top. Without `ref`: the main line. */
export const folderGroupsQuerySchema = strictObject({
  family: v.exactOptional(familySchema),
  ref: v.optional(refText, ''),
  folder: v.exactOptional(filePathSchema),
});
export type FolderGroupsQuery = v.InferOutput<typeof folderGroupsQuerySchema>;
/** The documents in a folder and below, counted. */
export interface FolderGroup {
  /** With the folders that it is in, without a slash at the end. */
  folder: string;
  documents: number;
  findings: number;
  /** How many fail. */
  failing: number;
  /** How many have recommendations that wait. */
  open: number;
}
export interface FolderGroups {
  /** By name. */
  results: FolderGroup[];
  position: number;
}

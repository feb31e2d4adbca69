/** Reads documents as they are now: one, and a list. */
import type {
  DocumentDetail,
  DocumentListQuery,
  DocumentPage,
  DocumentQuery,
  FolderGroups,
  FolderGroupsQuery,
  OwnerGroups,
  OwnerGroupsQuery,
} from '../../shared/api/documents.ts';
import { listDocuments } from '../../store/document-list.ts';
import { readDocument } from '../../store/documents.ts';
import { readFolderGroups } from '../../store/folder-groups.ts';
import { readOwnerGroups } from '../../store/owner-groups.ts';
import type { ServiceContext } from '../context.ts';
import { pageOrRefusal, Refusal } from '../errors.ts';

/**
 * Lists the documents of a ref that the principal may see.
 *
 * @throws {Refusal} `invalid`, for a cursor of another list
 */
export async function listOfDocuments(
  { db, principal }: ServiceContext,
  query: DocumentListQuery,
): Promise<DocumentPage> {
  return pageOrRefusal(await listDocuments(db, principal, query));
}

/** Counts the documents of a ref by owner, in the families that the principal may see. */
export async function groupsOfOwners(
  { db, principal }: ServiceContext,
  query: OwnerGroupsQuery,
): Promise<OwnerGroups> {
  return readOwnerGroups(db, principal, query);
}

/** Counts the documents of a ref by folder, in the families that the principal may see. */
export async function groupsOfFolders(
  { db, principal }: ServiceContext,
  query: FolderGroupsQuery,
): Promise<FolderGroups> {
  return readFolderGroups(db, principal, query);
}

/**
 * Reads one document with its newest validation and its history.
 *
 * @throws {Refusal} `not-found`, also when the principal may not see it
 */
export async function getDocument(
  { db, principal }: ServiceContext,
  query: DocumentQuery,
): Promise<DocumentDetail> {
  const document = await readDocument(db, principal, query);
  if (!document) throw new Refusal('not-found', 'There is no such document.');
  return document;
}

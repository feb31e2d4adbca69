/** Documents as they are now, under /api/documents. */
import { Hono } from 'hono';
import {
  deletionQuerySchema,
  documentListQuerySchema,
  documentQuerySchema,
  folderGroupsQuerySchema,
  ownerGroupsQuerySchema,
} from '../../shared/api/documents.ts';
import {
  getDocument,
  groupsOfFolders,
  groupsOfOwners,
  listOfDocuments,
} from '../../services/documents/documents.ts';
import { deleteContent } from '../../services/documents/delete-content.ts';
import { parseInput, readQuery } from '../body.ts';
import type { AppEnvironment } from '../environment.ts';

export const documents = new Hono<AppEnvironment>()
  .get('/', async function listDocuments(c) {
    const query = parseInput(documentListQuerySchema, readQuery(c));
    return c.json(await listOfDocuments(c.get('services'), query));
  })
  .delete('/', async function deleteDocuments(c) {
    const query = parseInput(deletionQuerySchema, readQuery(c));
    return c.json(await deleteContent(c.get('services'), query));
  })
  .get('/owners', async function groupByOwner(c) {
    const query = parseInput(ownerGroupsQuerySchema, readQuery(c));
    return c.json(await groupsOfOwners(c.get('services'), query));
  })
  .get('/folders', async function groupByFolder(c) {
    const query = parseInput(folderGroupsQuerySchema, readQuery(c));
    return c.json(await groupsOfFolders(c.get('services'), query));
  })
  .get('/one', async function readDocument(c) {
    const query = parseInput(documentQuerySchema, readQuery(c));
    return c.json(await getDocument(c.get('services'), query));
  });

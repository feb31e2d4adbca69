/** Exports under /api/export, imports under /api/import. */
import { Hono } from 'hono';
import { exportQuerySchema, importQuerySchema } from '../../shared/api/backup.ts';
import { MAX_IMPORT_BYTES } from '../../shared/limits.ts';
import { exportPage, finishExport } from '../../services/backup/export.ts';
import { importLines, importState } from '../../services/backup/import.ts';
import { parseInput, readLines, readQuery } from '../body.ts';
import type { AppEnvironment } from '../environment.ts';
import { limitedTo } from '../middleware/limited.ts';

const limitedImport = limitedTo(MAX_IMPORT_BYTES, 'A part of an import');

export const backup = new Hono<AppEnvironment>()
  .get('/export', async function readExport(c) {
    const page = await exportPage(c.get('services'), parseInput(exportQuerySchema, readQuery(c)));
    return c.body(page, 200, { 'Content-Type': 'application/x-ndjson; charset=utf-8' });
  })
  .delete('/export/:id', async function endExport(c) {
    await finishExport(c.get('services'), c.req.param('id'));
    return c.body(null, 204);
  })
  .get('/import', async function readImport(c) {
    return c.json(await importState(c.get('services')));
  })
  .post('/import', limitedImport, async function importPart(c) {
    const { line } = parseInput(importQuerySchema, readQuery(c));
    return c.json(await importLines(c.get('services'), line, await readLines(c)));
  });

/** Exports and imports for tests, and everything that the service answers. */
import { applyD1Migrations, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect } from 'vitest';
import { toExportFile } from '../../src/client/export-file.ts';
import type { ImportState } from '../../src/shared/api/backup.ts';
import { MAX_IMPORTED_VALIDATIONS } from '../../src/shared/limits.ts';
import { DERIVED, EXPORTED_TABLES } from '../../src/store/exported-tables.ts';
import { getJson, request } from './service.ts';

/** Reads one page of an export. */
export async function readPage(query: string): Promise<string> {
  const response = await request(`/api/export${query}`);
  const text = new TextDecoder().decode(await response.arrayBuffer());
  expect(response.status, text.slice(0, 500)).toBe(200);
  return text;
}

/**
 * Reads all pages of an export.
 *
 * @param between - called after each page, with the number of pages
 * @returns the lines of the pages
 */
export async function readPages(between?: (pages: number) => Promise<unknown>): Promise<string[]> {
  const lines: string[] = [];
  let query = '';
  for (let pages = 1; ; pages += 1) {
    const text = await readPage(query);
    lines.push(...text.trimEnd().split('\n'));
    const last = JSON.parse(lines.at(-1)!) as { cursor?: string };
    if (last.cursor === undefined) return lines;
    query = `?cursor=${last.cursor}`;
    await between?.(pages);
  }
}

/** @returns the lines of the file that the pages make */
export async function toFile(pages: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  const digest = { update: () => undefined, digest: () => 'none' };
  for await (const line of toExportFile(() => pages, digest)) lines.push(line.trimEnd());
  return lines;
}

/** An empty, migrated database. */
export async function emptyService(): Promise<void> {
  await reset();
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
}

export const sendLines = (line: number, lines: readonly string[]): Promise<Response> =>
  request(`/api/import?line=${line}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-ndjson' },
    body: lines.join('\n'),
  });

/** Imports lines, a few at a time. */
export async function importAll(lines: readonly string[], from = 0): Promise<ImportState> {
  let state: ImportState = { state: 'none', id: null, lines: from };
  while (state.lines < lines.length) {
    const response = await sendLines(
      state.lines,
      lines.slice(state.lines, state.lines + MAX_IMPORTED_VALIDATIONS),
    );
    const text = await response.text();
    expect(response.status, text).toBe(200);
    state = JSON.parse(text) as ImportState;
  }
  return state;
}

/** The rows of every table, except those of exports and imports. */
export async function everyRow(): Promise<Record<string, unknown[]>> {
  const tables = [...EXPORTED_TABLES.map(({ name }) => name), ...DERIVED];
  const rows = await env.DB.batch(
    // Counts that were counted down to nothing are not made again.
    tables.map((name) =>
      env.DB.prepare(
        `select * from ${name} where ${name.endsWith('_totals') ? 'n <> 0' : name === 'quality_parts' ? 'findings <> 0 or documents <> 0' : 'true'}`,
      ),
    ),
  );
  return Object.fromEntries(
    tables.map((name, index) => [name, rows[index]!.results.map((row) => JSON.stringify(row)).toSorted()]),
  );
}

interface Listed {
  id: string;
  name: string;
  family: string;
  file_path: string;
  ref: string | null;
}

/** All rows of a list, page by page. */
async function listOf(path: string): Promise<Listed[]> {
  const rows: Listed[] = [];
  let cursor = '';
  do {
    const page: { results: Listed[]; next_cursor?: string | null } = await getJson(
      `${path}${path.includes('?') ? '&' : '?'}limit=3${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    rows.push(...page.results);
    cursor = page.next_cursor ?? '';
  } while (cursor !== '');
  return rows;
}

/** Answers of the service: lists in their orders, everything that they list, and the log. */
export async function everyAnswer(): Promise<Map<string, unknown>> {
  const answers = new Map<string, unknown>();
  const add = async (path: string) => {
    const response = await request(path);
    // A problem names the request.
    answers.set(path, response.ok ? await response.text() : response.status);
  };
  const lists = {
    validations: await listOf('/api/validations'),
    recommendations: await listOf('/api/recommendations'),
    workflows: await listOf('/api/workflows'),
    documents: [
      ...(await listOf('/api/documents')),
      ...(await listOf('/api/documents?removed=true')),
      ...(await listOf('/api/documents?ref=pull/1')),
    ],
    quality: await listOf('/api/quality'),
  };
  for (const [name, rows] of Object.entries(lists)) answers.set(name, rows);
  const { results: families } = await getJson<{ results: Listed[] }>('/api/families');
  const at = (one: Listed) =>
    `family=${one.family}&file_path=${encodeURIComponent(one.file_path)}&ref=${one.ref ?? ''}`;
  const paths = [
    ...['', '/content', '/enhanced', '/diff', '/report', '/events', '/comparison'].flatMap((part) =>
      lists.validations.map(({ id }) => `/api/validations/${id}${part}`),
    ),
    ...['', '/events'].flatMap((part) =>
      lists.recommendations.map(({ id }) => `/api/recommendations/${id}${part}`),
    ),
    ...['', '/documents', '/summary', '/comparison', '/report', '/events', '/patch'].flatMap((part) =>
      lists.workflows.map(({ id }) => `/api/workflows/${id}${part}`),
    ),
    ...lists.documents.flatMap((one) => [
      `/api/documents/one?${at(one)}`,
      `/api/ignored?file_path=${encodeURIComponent(one.file_path)}`,
      `/api/validations/history?file_path=${encodeURIComponent(one.file_path)}`,
    ]),
    ...families.flatMap(({ name }) =>
      ['', '/approved', '/patch'].map((part) => `/api/families/${name}${part}`),
    ),
    '/api/families',
    '/api/tokens',
    '/api/documents/owners',
    '/api/recommendations/groups',
    '/api/stats',
    ...['q=unmistakable', 'file_path=guide', 'review=approved', 'outcome=fail', 'family=words'].map(
      (query) => `/api/validations?${query}`,
    ),
    ...['sort=-findings', 'sort=-validated_at', 'open=true', 'file_path=guide', 'owner=@docs'].map(
      (query) => `/api/documents?${query}`,
    ),
    '/api/events?limit=200',
    '/api/quality?family=words',
  ];
  for (const path of new Set(paths)) await add(path);
  return answers;
}

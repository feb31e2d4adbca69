import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Page } from '../../src/shared/api/fields.ts';
import type { ValidateResponse } from '../../src/shared/api/validations.ts';
import type { RecommendationListItem, Validation } from '../../src/shared/things.ts';
import { CLEAN, getJson, post, request, SKIPPED, submit } from './service.ts';

const BROKEN = '---\ntitle: [\n---\n\n# Title\n\nText.\n';
const FAMILIES = ['default', 'cells', 'pdf'];
/** Everything that is stored, oldest first. */
let stored: Validation[];

beforeAll(async () => {
  const made: ValidateResponse[] = [];
  for (let n = 0; n < 36; n += 1) {
    const content = [CLEAN, SKIPPED, BROKEN][n % 3]!;
    const folder = n % 4 === 0 ? 'guides/Übersicht' : 'reference';
    made.push(await submit(content, `${folder}/page-${(n * 7) % 36}.md`, FAMILIES[n % 5] ?? 'default'));
  }
  for (const [n, { id }] of made.entries()) {
    if (n % 6 === 1) await post(`/api/validations/${id}/approve`, { note: `note number ${n}` });
    if (n % 6 === 2) await post(`/api/validations/${id}/reject`, {});
  }
  await env.DB.prepare("update validations set status = 'failed', outcome = null where id = ?")
    .bind(made[7]!.id)
    .run();
  const pages = await collect<Validation>('/api/validations', { sort: 'created_at', limit: '200' });
  stored = pages.flatMap(({ results }) => results);
  expect(stored.map(({ id }) => id)).toEqual(made.map(({ id }) => id));
});

/** Reads all pages of a list. */
async function collect<T>(path: string, query: Record<string, string>): Promise<Page<T>[]> {
  const pages: Page<T>[] = [];
  let cursor: string | null = null;
  do {
    const search = new URLSearchParams({ ...query, ...(cursor !== null && { cursor }) });
    const page: Page<T> = await getJson<Page<T>>(`${path}?${search.toString()}`);
    pages.push(page);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return pages;
}

/** A filter, and the condition for what it returns. */
type Case = [query: Record<string, string>, passes: (one: Validation) => boolean];

const FACETS: Case[][] = [
  [
    [{}, () => true],
    [{ status: 'failed' }, (one) => one.status === 'failed'],
    [{ status: 'completed' }, (one) => one.status === 'completed'],
  ],
  [
    [{}, () => true],
    ...(['pass', 'warning', 'fail'] as const).map((outcome): Case => [
      { outcome },
      (one) => one.outcome === outcome,
    ]),
  ],
  [
    [{}, () => true],
    ...(['pending', 'approved', 'rejected', 'enhanced'] as const).map((review): Case => [
      { review },
      (one) => one.review === review,
    ]),
  ],
  [
    [{}, () => true],
    ...['default', 'cells', 'words'].map((family): Case => [{ family }, (one) => one.family === family]),
  ],
];
const TEXTS: Case[] = [
  [{}, () => true],
  [{ file_path: 'GUIDES' }, (one) => one.file_path.startsWith('guides/')],
  [{ file_path: 'übers' }, (one) => one.file_path.includes('Übers')],
  [{ q: 'note number 1' }, (one) => one.notes?.includes('note number 1') ?? false],
];
const product = (lists: Case[][]): Case[] =>
  lists.reduce<Case[]>(
    (made, list) =>
      made.flatMap(([query, passes]) =>
        list.map(([more, also]): Case => [{ ...query, ...more }, (one) => passes(one) && also(one)]),
      ),
    [[{}, () => true]],
  );

const SORTS: Record<string, (a: Validation, b: Validation) => number> = {
  created_at: (a, b) => stored.indexOf(a) - stored.indexOf(b),
  file_path: (a, b) =>
    a.file_path < b.file_path ? -1 : a.file_path > b.file_path ? 1 : stored.indexOf(a) - stored.indexOf(b),
};

const found = async (q: string) =>
  (await getJson<Page<Validation>>(`/api/validations?limit=200&q=${encodeURIComponent(q)}`)).total;

describe('the list of validations', () => {
  it.each(TEXTS)('has what its filters let through, in every combination with %o', async (...text) => {
    const cases = product([...FACETS, [text]]);
    for (const [index, [query, passes]] of cases.entries()) {
      const names = Object.keys(SORTS).flatMap((name) => [name, `-${name}`]);
      const sort = names[index % names.length]!;
      const order = SORTS[sort.replace('-', '')]!;
      const ascending = stored.filter(passes).toSorted(order);
      const expected = (sort.startsWith('-') ? ascending.toReversed() : ascending).map(({ id }) => id);
      const pages = await collect<Validation>('/api/validations', { ...query, sort, limit: '7' });
      const ids = pages.flatMap(({ results }) => results.map(({ id }) => id));
      expect(ids, JSON.stringify({ ...query, sort })).toEqual(expected);
      expect(pages[0]!.total, JSON.stringify(query)).toBe(expected.length);
    }
  });

  it('finds words of the documents in any form, and whatever stands in a path or a note', async () => {
    const clean = stored.filter((_one, n) => n % 3 === 0).length;
    expect(await found('nothing here')).toBe(clean);
    expect(await found('HERE finding')).toBe(clean);
    expect(await found('Nothing to fi')).toBe(0);
    expect(await found('noth zebra')).toBe(0);
    expect(await found('Ubersicht')).toBe(0);
    expect(await found('e/page-1.')).toBe(
      stored.filter(({ file_path }) => file_path.includes('e/page-1.')).length,
    );
  });

  it('answers any text that is searched for', async () => {
    const path = fc.string({ unit: 'binary', minLength: 3, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          path,
          fc.constantFrom(
            '"""',
            '* * *',
            'a" OR "b',
            'NEAR(a b)',
            '-a:b',
            '^abc',
            'a\0b\0c',
            'a\u093c\u0f35b',
          ),
        ),
        async (q) => {
          if (Array.from(q).length < 3) return;
          for (const name of ['q', 'file_path']) {
            const response = await request(
              `/api/validations?${new URLSearchParams({ [name]: q.toWellFormed() }).toString()}`,
            );
            expect(response.status, await response.text()).toBe(200);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('neither repeats nor skips what was there, while more is added', async () => {
    for (const sort of ['-created_at', 'created_at', 'file_path', '-file_path']) {
      const before = (await collect<Validation>('/api/validations', { sort, limit: '200' })).flatMap(
        ({ results }) => results.map(({ id }) => id),
      );
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const query = new URLSearchParams({ sort, limit: '9', ...(cursor !== null && { cursor }) });
        const page: Page<Validation> = await getJson<Page<Validation>>(
          `/api/validations?${query.toString()}`,
        );
        seen.push(...page.results.map(({ id }) => id));
        cursor = page.next_cursor;
        await Promise.all([submit(CLEAN, 'a/first.md'), submit(CLEAN, 'zz/last.md')]);
      } while (cursor !== null && seen.length < 200);
      expect(new Set(seen).size).toBe(seen.length);
      const old = new Set(before);
      expect(seen.filter((id) => old.has(id))).toEqual(before);
    }
  });

  it('refuses a cursor that is none of its ids', async () => {
    const response = await request(`/api/validations?cursor=${crypto.randomUUID()}`);
    expect(response.status).toBe(422);
  });
});

it('lists recommendations by every combination of filters', async () => {
  const all = (await collect<RecommendationListItem>('/api/recommendations', { limit: '200' })).flatMap(
    ({ results }) => results,
  );
  await post('/api/recommendations/bulk', { action: 'reject', ids: all.slice(0, 20).map(({ id }) => id) });
  const now = (await collect<RecommendationListItem>('/api/recommendations', { limit: '200' })).flatMap(
    ({ results }) => results,
  );
  expect(now.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  const values = (pick: (one: RecommendationListItem) => string) => [
    undefined,
    ...new Set(now.map(pick)),
    'words',
  ];
  for (const status of [undefined, 'proposed', 'rejected', 'applied']) {
    for (const severity of [undefined, 'error', 'warning', 'info']) {
      for (const family of values((one) => one.family)) {
        for (const rule_id of [undefined, now[0]!.rule_id, 'headings/increment', 'no/such-rule']) {
          const query = Object.fromEntries(
            Object.entries({ status, severity, family, rule_id }).filter(([, value]) => value !== undefined),
          ) as Record<string, string>;
          const expected = now.filter((one) =>
            Object.entries(query).every(([key, value]) => one[key as 'status'] === value),
          );
          const pages = await collect<RecommendationListItem>('/api/recommendations', {
            ...query,
            limit: '11',
          });
          const ids = pages.flatMap(({ results }) => results.map(({ id }) => id));
          expect(ids, JSON.stringify(query)).toEqual(expected.map(({ id }) => id));
          expect(pages[0]!.total, JSON.stringify(query)).toBe(expected.length);
        }
      }
    }
  }
});

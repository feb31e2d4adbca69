import { describe, expect, it } from 'vitest';
import type { DocumentDetail, DocumentPage } from '../../src/shared/api/documents.ts';
import type { RecommendationGroups } from '../../src/shared/api/recommendations.ts';
import type { Stats } from '../../src/shared/api/monitoring.ts';
import type { ValidateResponse, ValidationDetail } from '../../src/shared/api/validations.ts';
import { accepted, decide, read, refused } from './desk.ts';
import {
  CLEAN,
  expectProblem,
  getJson,
  head,
  multipart,
  post,
  readLog,
  request,
  SKIPPED,
} from './service.ts';
import { SPACES_ON } from '../spaces-on.ts';

const FLAWED = `# Title\n\nText   \nmore.\n\n### Too deep\n\nText\twith a tab.\n${SPACES_ON}`;

async function put(path: string, content: string, more: object = {}): Promise<ValidateResponse> {
  return accepted(await post('/api/validate', { file_path: path, content, ...more }), 201);
}
const one = (path: string, more = '') =>
  getJson<DocumentDetail>(`/api/documents/one?file_path=${encodeURIComponent(path)}${more}`);
const list = (query: string) => getJson<DocumentPage>(`/api/documents?${query}`);
const paths = ({ results }: DocumentPage) => results.map(({ file_path }) => file_path);
const proposed = async () => (await getJson<Stats>('/api/stats')).recommendations.by_status.proposed;

describe('a document', () => {
  it('is what its newest validation says', async () => {
    const first = await put('state/a.md', FLAWED);
    const before = await one('state/a.md');
    expect(before.document).toMatchObject({
      family: 'default',
      ref: null,
      file_path: 'state/a.md',
      validation_id: first.id,
      content_sha256: first.content_sha256,
      outcome: first.outcome,
      counts: first.counts,
      review: 'pending',
      open: first.recommendations.length,
      first_seen_at: first.created_at,
    });
    const second = await put('state/a.md', CLEAN);
    const now = await one('state/a.md');
    expect(now.document).toMatchObject({
      validation_id: second.id,
      outcome: 'pass',
      open: 0,
      first_seen_at: first.created_at,
    });
    expect(now.validation.id).toBe(second.id);
    expect(now.history.map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(now.position).toBe(await head());
    expect((await read(first.id)).validation.superseded_by).toBe(second.id);
    expect((await read(second.id)).validation.superseded_by).toBeUndefined();
  });

  it('counts what waits, and follows its review', async () => {
    const made = await put('state/open.md', FLAWED);
    const [first, second] = made.recommendations;
    await accepted(await decide('recommendations', first!.id, 'approve'));
    await accepted(await decide('recommendations', second!.id, 'reject'));
    expect((await one('state/open.md')).document.open).toBe(made.recommendations.length - 2);
    await accepted(await decide('recommendations', second!.id, 'reopen'));
    expect((await one('state/open.md')).document.open).toBe(made.recommendations.length - 1);
    await accepted(await decide('validations', made.id, 'approve'));
    expect((await one('state/open.md')).document.review).toBe('approved');
  });

  it('has lines of versions that know nothing of one another', async () => {
    const main = await put('refs/a.md', FLAWED);
    const pull = await put('refs/a.md', CLEAN, { ref: 'pull/12', commit: 'abc1234' });
    expect(pull).toMatchObject({ ref: 'pull/12', commit: 'abc1234' });
    expect((await one('refs/a.md')).document).toMatchObject({ ref: null, validation_id: main.id });
    expect((await one('refs/a.md', '&ref=pull/12')).document).toMatchObject({
      ref: 'pull/12',
      validation_id: pull.id,
    });
    expect((await read(main.id)).validation.superseded_by).toBeUndefined();
    expect(paths(await list('folder=refs'))).toEqual(['refs/a.md']);
    const ofPull = await list('folder=refs&ref=pull/12');
    expect(ofPull.results.map(({ validation_id }) => validation_id)).toEqual([pull.id]);
    const child = await accepted<ValidateResponse>(
      await post(`/api/validations/${pull.id}/revalidate`, {}),
      201,
    );
    expect(child.ref).toBe('pull/12');
    expect((await one('refs/a.md', '&ref=pull/12')).document.validation_id).toBe(child.id);
    await refused(await post('/api/validate', { content: 'x', ref: '' }), 422);
    await refused(await post('/api/validate', { content: 'x', ref: 'x'.repeat(201) }), 422);
    expect((await put('refs/long.md', 'x', { ref: 'x'.repeat(200) })).ref).toHaveLength(200);
    expect((await put('refs/null.md', CLEAN, { ref: null, commit: null })).ref).toBeUndefined();
  });

  it('is not made of a text without a path', async () => {
    const first = await accepted<ValidateResponse>(await post('/api/validate', { content: FLAWED }), 201);
    await accepted(await post('/api/validate', { content: CLEAN }), 201);
    expect((await read(first.id)).validation.superseded_by).toBeUndefined();
    await accepted(await decide('recommendations', first.recommendations[0]!.id, 'approve'));
    await refused(await request('/api/documents/one?file_path=untitled.md'), 404);
  });

  it('of two texts of one path in one request is the last one', async () => {
    const body = new FormData();
    body.append('file', new File([FLAWED], 'twice.md'));
    body.append('file', new File([CLEAN], 'twice.md'));
    const after = await head();
    const response = await request('/api/validate', { method: 'POST', body });
    const { results } = await accepted<{ results: ValidateResponse[] }>(response, 201);
    const [first, second] = results.map(({ id }) => id);
    expect((await one('twice.md')).document.validation_id).toBe(second);
    const created = (await readLog(after)).filter(({ type }) => type === 'validation_created');
    expect(created.map((event) => ('supersedes' in event ? event.supersedes : null))).toEqual([null, first]);
  });

  it('is the one that was committed last, however many come at once', async () => {
    const contents = Array.from({ length: 6 }, (_, n) => `# Title ${n}\n\nText   \n`);
    await Promise.all(contents.map((content) => put('race.md', content)));
    const { document, history } = await one('race.md');
    const created = (await readLog()).filter(
      (event) => event.type === 'validation_created' && event.file_path === 'race.md',
    );
    const ids = created.map((event) => event.validation_id);
    expect(document.validation_id).toBe(ids.at(-1));
    expect(history.map(({ id }) => id)).toEqual(ids.toReversed());
    expect(history.map(({ superseded_by }) => superseded_by)).toEqual([
      undefined,
      ...ids.toReversed().slice(0, -1),
    ]);
  });
});

describe('what a newer version supersedes', () => {
  it('is not proposed, counted, grouped or decided on', async () => {
    const base = await proposed();
    const after = await head();
    const first = await put('old/a.md', FLAWED, { family: 'words' });
    expect(await proposed()).toBe(base + first.recommendations.length);
    const second = await put('old/a.md', CLEAN, { family: 'words' });
    const rules = second.recommendations.map(({ rule_id }) => rule_id);
    expect(await proposed()).toBe(base + rules.length);
    const { recommendations } = await read(first.id);
    expect(recommendations.map(({ status }) => status)).toEqual(recommendations.map(() => 'superseded'));
    const groups = await getJson<RecommendationGroups>('/api/recommendations/groups?family=words');
    expect(groups.results.map(({ rule_id }) => rule_id)).toEqual(rules);
    const listed = await getJson<DocumentPage>('/api/recommendations?family=words&status=proposed');
    expect(listed).toMatchObject({ total: rules.length });
    const superseded = await getJson<DocumentPage>('/api/recommendations?family=words&status=superseded');
    expect(superseded.total).toBe(first.recommendations.length);
    for (const action of ['approve', 'reject', 'reopen', 'apply']) {
      const problem = await refused(await decide('recommendations', recommendations[0]!.id, action), 409);
      expect(problem).toMatchObject({ state: 'superseded', detail: expect.stringContaining(second.id) });
    }
    const created = (await readLog(after)).filter((event) => event.type === 'validation_created');
    expect(created).toEqual([
      expect.not.objectContaining({ supersedes: expect.anything() }),
      expect.objectContaining({ supersedes: first.id, superseded: first.recommendations.length }),
    ]);
  });

  it('keeps what was done', async () => {
    const first = await put('old/done.md', FLAWED);
    const [one_, two] = first.recommendations;
    await accepted(await decide('recommendations', one_!.id, 'reject'));
    await put('old/done.md', CLEAN);
    const statuses = new Map((await read(first.id)).recommendations.map(({ id, status }) => [id, status]));
    expect(statuses.get(one_!.id)).toBe('rejected');
    expect(statuses.get(two!.id)).toBe('superseded');
    await refused(await decide('recommendations', one_!.id, 'reopen'), 409);
  });

  it('a decision loses against a version that is committed before it', async () => {
    const first = await put('old/race.md', FLAWED);
    const [wanted] = first.recommendations;
    const [answer] = await Promise.all([
      decide('recommendations', wanted!.id, 'approve'),
      put('old/race.md', CLEAN),
    ]);
    const { status } = (await read(first.id)).recommendations.find(({ id }) => id === wanted!.id)!;
    if (answer.ok) expect(['superseded', 'applied']).toContain(status);
    else expect(status).toBe('superseded');
  });
});

describe('the list of documents', () => {
  it('filters by family, outcome, folder, path, rule and what waits; and sorts', async () => {
    const folder = 'list/x';
    await put(`${folder}/b.md`, SKIPPED, { family: 'cells' });
    const clean = await put(`${folder}/a.md`, CLEAN, { family: 'cells' });
    await put(`${folder}y/c.md`, CLEAN, { family: 'cells' });
    await put(`${folder}/d.md`, FLAWED, { family: 'pdf' });
    expect(paths(await list(`folder=${folder}`))).toEqual(
      ['a', 'b', 'd'].map((one_) => `${folder}/${one_}.md`),
    );
    expect(paths(await list(`folder=${folder}/&family=cells`))).toEqual([`${folder}/a.md`, `${folder}/b.md`]);
    expect(paths(await list(`folder=${folder}&sort=-validated_at`))).toEqual(
      ['d', 'a', 'b'].map((one_) => `${folder}/${one_}.md`),
    );
    const byFindings = await list(`folder=${folder}&sort=-findings`);
    expect(paths(byFindings)[0]).toBe(`${folder}/d.md`);
    expect(byFindings.total).toBe(3);
    expect(paths(await list('file_path=X/C'))).toEqual([]);
    expect(paths(await list('file_path=XY/C'))).toEqual([`${folder}y/c.md`]);
    expect(paths(await list(`folder=${folder}&outcome=${clean.outcome}&family=cells`))).toContain(
      `${folder}/a.md`,
    );
    expect(paths(await list(`rule_id=headings/increment&folder=${folder}&family=cells`))).toEqual([
      `${folder}/b.md`,
    ]);
    expect(paths(await list(`folder=${folder}&open=true`))).toContain(`${folder}/b.md`);
    expect(paths(await list(`folder=${folder}&open=false`))).not.toContain(`${folder}/b.md`);
    await put(`${folder}/b.md`, CLEAN, { family: 'cells' });
    expect(paths(await list(`rule_id=headings/increment&folder=${folder}&family=cells`))).toEqual([]);
  });

  it.each(['file_path', '-validated_at', '-findings'])(
    'pages by %s without a repeat or a gap',
    async (sort) => {
      const all = ['é/1.md', 'ü/2.md', 'z/3.md', 'z/4.md', 'z/5.md'];
      for (const path of all) await put(`pages/${path}`, SKIPPED, { family: 'slides' });
      const seen: string[] = [];
      for (let cursor = ''; ;) {
        const page = await list(`family=slides&limit=2&sort=${sort}${cursor && `&cursor=${cursor}`}`);
        expect(page.total).toBe(all.length);
        seen.push(...paths(page));
        if (page.next_cursor === null) break;
        cursor = page.next_cursor;
      }
      expect(seen.toSorted()).toEqual(all.map((path) => `pages/${path}`).toSorted());
      expect(seen).toHaveLength(all.length);
      const page = await list(`family=slides&limit=2&sort=${sort}`);
      const other = sort === 'file_path' ? '-findings' : 'file_path';
      await expectProblem(await request(`/api/documents?sort=${other}&cursor=${page.next_cursor}`), 422);
    },
  );

  it.each([
    'cursor=x',
    'cursor=%F0',
    'sort=id',
    'open=1',
    'removed=yes',
    'file_path=ab',
    'family=A',
    'other=1',
  ])('refuses %s', async (query) => {
    await expectProblem(await request(`/api/documents?${query}`), 422);
  });
});

it('takes a ref and a commit in a form', async () => {
  const form = multipart({ 'form.md': CLEAN }, { ref: 'pull/3', commit: 'f00' });
  const made = await accepted<ValidationDetail['validation']>(await request('/api/validate', form), 201);
  expect(made).toMatchObject({ ref: 'pull/3', commit: 'f00' });
  const events = await readLog();
  expect(events.at(-1)).toMatchObject({ type: 'validation_created', ref: 'pull/3' });
});

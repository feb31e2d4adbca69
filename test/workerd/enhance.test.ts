import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { BulkResponse } from '../../src/shared/api/decisions.ts';
import type { EnhanceResponse, ValidateResponse } from '../../src/shared/api/validations.ts';
import type { Validation } from '../../src/shared/things.ts';
import { accepted, decide, read, refused, submitFixable, THREE } from './desk.ts';
import { getJson, head, post, readLog, request, submit } from './service.ts';

const approveAll = async ({ recommendations }: ValidateResponse) => {
  const ids = recommendations.filter(({ edits }) => edits.length > 0).map(({ id }) => id);
  const { results } = await accepted<BulkResponse>(
    await post('/api/recommendations/bulk', { action: 'approve', ids }),
  );
  expect(results.every(({ ok }) => ok)).toBe(true);
  return ids;
};
const enhance = (id: string, body: object = {}) => post(`/api/validations/${id}/enhance`, body);
const text = async (path: string) => {
  const response = await request(path);
  expect(response.status).toBe(200);
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await response.arrayBuffer());
};
const total = ({ error, warning, info }: Validation['counts']) => error + warning + info;

describe('enhancing', () => {
  it('applies what was approved, re-validates, and tells it by one event for each thing', async () => {
    const made = await submitFixable();
    const ids = await approveAll(made);
    const before = await head();
    const answer = await accepted<EnhanceResponse>(await enhance(made.id, { note: 'go' }));
    expect(answer.preview).toBe(false);
    expect(answer.applied.length).toBeGreaterThan(1);
    expect([...answer.applied, ...answer.not_applied.map((one) => one.recommendation_id)].toSorted()).toEqual(
      ids.toSorted(),
    );
    expect(answer.validation).toMatchObject({ review: 'enhanced', notes: 'go' });
    expect(answer.counts.before).toEqual(made.counts);
    expect(total(answer.counts.after)).toBeLessThan(total(made.counts));
    const events = await readLog(before);
    expect(events.map(({ type }) => type)).toEqual([
      'validation_enhanced',
      ...answer.applied.map(() => 'recommendation_applied'),
    ]);
    expect(events[0]).toMatchObject({
      file_path: made.file_path,
      applied: answer.applied,
      counts: answer.counts.after,
      before: { review: 'pending', counts: made.counts },
      after: { review: 'enhanced', counts: answer.counts.after },
    });
    const enhanced = await text(`/api/validations/${made.id}/enhanced`);
    expect(enhanced.startsWith('\uFEFF---\r\ntitle: A page\r\n---\r\n')).toBe(true);
    expect(enhanced.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(await text(`/api/validations/${made.id}/diff`)).toBe(answer.diff);
    const { hunks } = await getJson<{ hunks: unknown[] }>(`/api/validations/${made.id}/diff?format=json`);
    expect(hunks.length).toBeGreaterThan(0);
    expect(await text(`/api/validations/${made.id}/content`)).toBe(THREE);
  });

  it('changes nothing as a preview, and says what would be', async () => {
    const made = await submitFixable();
    await approveAll(made);
    const before = await head();
    const preview = await accepted<EnhanceResponse>(await enhance(made.id, { preview: true }));
    expect(await head()).toBe(before);
    expect((await read(made.id)).validation).toEqual({ ...preview.validation, review: 'pending' });
    await refused(await request(`/api/validations/${made.id}/enhanced`), 404);
    await refused(await request(`/api/validations/${made.id}/diff`), 404);
    const real = await accepted<EnhanceResponse>(await enhance(made.id));
    expect(real).toMatchObject({ applied: preview.applied, diff: preview.diff, counts: preview.counts });
    expect(await text(`/api/validations/${made.id}/enhanced`)).toBe(preview.content);
  });

  it('applies nothing twice, and later only what was approved since', async () => {
    const made = await submitFixable();
    const [first, ...rest] = made.recommendations.filter(({ edits }) => edits.length > 0);
    await accepted(await decide('recommendations', first!.id, 'approve'));
    expect((await accepted<EnhanceResponse>(await enhance(made.id))).applied).toEqual([first!.id]);
    const before = await head();
    const nothing = await accepted<EnhanceResponse>(await enhance(made.id));
    expect(nothing).toMatchObject({ applied: [], not_applied: [], validation: { review: 'enhanced' } });
    expect(await head()).toBe(before);

    for (const { id } of rest) await accepted(await decide('recommendations', id, 'approve'));
    const more = await accepted<EnhanceResponse>(await enhance(made.id));
    expect(more.applied).not.toContain(first!.id);
    const both = await submitFixable();
    await approveAll(both);
    await enhance(both.id);
    expect(await text(`/api/validations/${made.id}/enhanced`)).toBe(
      await text(`/api/validations/${both.id}/enhanced`),
    );
  });

  it('applies named ones only, says why one is not, and refuses those of another validation', async () => {
    const made = await submitFixable();
    const [first, second] = made.recommendations.filter(({ edits }) => edits.length > 0);
    await accepted(await decide('recommendations', first!.id, 'approve'));
    const answer = await accepted<EnhanceResponse>(
      await enhance(made.id, { recommendation_ids: [first!.id, second!.id] }),
    );
    expect(answer.applied).toEqual([first!.id]);
    expect(answer.not_applied).toEqual([
      { recommendation_id: second!.id, reason: 'not-approved', detail: 'It is proposed, not approved.' },
    ]);
    const other = await submitFixable();
    const before = await head();
    const problem = await refused(
      await enhance(made.id, { recommendation_ids: [second!.id, other.recommendations[0]!.id] }),
      422,
    );
    expect(problem.errors).toEqual([expect.objectContaining({ path: 'recommendation_ids.1' })]);
    expect(await head()).toBe(before);
  });

  it('finds what was approved again in a text that has moved', async () => {
    const made = await submitFixable();
    const ids = await approveAll(made);
    const moved = THREE.replace('# Title\r\n', '# Title\r\n\r\nA new paragraph in between.\r\n');
    const answer = await accepted<EnhanceResponse>(await enhance(made.id, { content: moved }));
    expect(answer.applied.toSorted()).toEqual(ids.toSorted());
    const enhanced = await text(`/api/validations/${made.id}/enhanced`);
    const plain = await submitFixable();
    await approveAll(plain);
    await enhance(plain.id);
    expect(enhanced).toBe(
      (await text(`/api/validations/${plain.id}/enhanced`)).replace(
        '# Title\r\n',
        '# Title\r\n\r\nA new paragraph in between.\r\n',
      ),
    );
  });

  it('leaves a recommendation as it was whose text is gone, with the reason', async () => {
    const made = await submitFixable();
    await approveAll(made);
    const before = await head();
    const answer = await accepted<EnhanceResponse>(await enhance(made.id, { content: 'Something else.\n' }));
    expect(answer.applied).toEqual([]);
    expect(
      answer.not_applied.every(({ reason }) => reason === 'text-changed' || reason === 'ambiguous'),
    ).toBe(true);
    expect(await head()).toBe(before);
  });

  it('of one recommendation is what applying it does; one without edits is marked as done', async () => {
    const made = await submitFixable();
    const one = made.recommendations.find(({ edits }) => edits.length > 0)!;
    await decide('recommendations', one.id, 'approve');
    const before = await head();
    await accepted(await decide('recommendations', one.id, 'apply', { note: 'now' }));
    expect((await readLog(before)).map(({ type }) => type)).toEqual([
      'validation_enhanced',
      'recommendation_applied',
    ]);
    const manual = await submit('# Title\n\n[gone](#nowhere)\n');
    const byHand = manual.recommendations.find(({ edits }) => edits.length === 0)!;
    await decide('recommendations', byHand.id, 'approve');
    const then = await head();
    await accepted(await decide('recommendations', byHand.id, 'apply'));
    expect((await readLog(then)).map(({ type }) => type)).toEqual(['recommendation_applied']);
    expect((await read(manual.id)).validation.review).toBe('pending');
  });

  it('happens once, when it is asked for twice at the same moment', async () => {
    const made = await submitFixable();
    const ids = await approveAll(made);
    const before = await head();
    const answers = await Promise.all([enhance(made.id), enhance(made.id), enhance(made.id)]);
    const events = await readLog(before);
    expect(events.filter(({ type }) => type === 'validation_enhanced')).toHaveLength(1);
    expect(events.filter(({ type }) => type === 'recommendation_applied')).toHaveLength(ids.length);
    expect(answers.filter(({ status }) => status === 200 || status === 409)).toHaveLength(3);
  });

  it('refuses a result that loses much of the document', async () => {
    const line = 'A sentence of some length that belongs to the document and should stay.\n';
    const made = await submit(`# Title\n\n${line.repeat(20)}`);
    const id = crypto.randomUUID();
    const edit = { start: 9, end: 9 + line.length * 15, expected: line.repeat(15), text: '' };
    await env.DB.prepare(
      `insert into recommendations (id, validation_id, ordinal, title, instruction, rationale, rule_id, severity, scope,
        recommendation_type, confidence, status, edits, diff, created_at, updated_at, family)
        values (?, ?, 99, 't', 'i', 'r', 'x/y', 'info', 'lines:1-2', 'ai', 0.1, 'approved', ?, '', 'now', 'now', 'default')`,
    )
      .bind(id, made.id, JSON.stringify([edit]))
      .run();
    const before = await head();
    const problem = await refused(await enhance(made.id), 422);
    expect(problem.type).toBe('urn:galley:problem:unsafe-change');
    expect(await head()).toBe(before);
    expect((await read(made.id)).validation.review).toBe('pending');
  });

  it('refuses a part of certain edits that only all together leave the page as it is', async () => {
    const made = await submit(
      '# Title\n\n- a\n\nText.\n\n* b\n* c\n\n<!-- markdownlint-configure-file {"MD004": true} -->\n',
    );
    const bullets = made.recommendations.find(({ rule_id }) => rule_id === 'MD004');
    expect(bullets).toMatchObject({ confidence: 1, edits: [{ text: '-' }, { text: '-' }] });
    const { id = '' } = bullets ?? {};
    await accepted(await decide('recommendations', id, 'approve', { edits: [0] }));
    const problem = await refused(await enhance(made.id), 422);
    expect(problem.type).toBe('urn:galley:problem:unsafe-change');
    expect(problem.detail).toContain('would change a list');
    await accepted(await decide('recommendations', id, 'reject'));
    await accepted(await decide('recommendations', id, 'reopen'));
    await accepted(await decide('recommendations', id, 'approve'));
    const { changes } = await accepted<EnhanceResponse>(await enhance(made.id));
    expect(changes).toEqual([]);
  });
});

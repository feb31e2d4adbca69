import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { ValidationDetail } from '../../src/shared/api/validations.ts';
import { accepted, decide } from './desk.ts';
import { run, validationsOf } from './runs.ts';
import { getJson, request, submit } from './service.ts';

const TARGET = '# B {#own}\n\nText.\n';
const LINKING = '# A\n\n[x](b.md#own) [y](b.md#b-own) [z](./#own)\n';
/** The snippets of wrong anchors in a document that links to the target. */
const wrongAnchors = async (family: string): Promise<string[]> =>
  (await submit(LINKING, 'anchors/a.md', family)).issues
    .filter(({ rule_id }) => rule_id === 'links/unknown-anchor-elsewhere')
    .map(({ snippet }) => snippet);

const snippets = async (content: string): Promise<string[]> =>
  (await submit(content, 'anchors/a.md')).issues.map(({ snippet }) => snippet);

describe('the anchors of a stored document', () => {
  it('are named as the family of the link says, also when two families have the same text', async () => {
    const put = await request('/api/families/site', {
      method: 'PUT',
      body: 'extends: default\nanchors: docusaurus\n',
      headers: { 'Content-Type': 'application/yaml' },
    });
    expect(put.status, await put.text()).toBeLessThan(300);
    await submit(TARGET, 'anchors/b.md');
    await submit(TARGET, 'anchors/b.md', 'site');
    expect(await wrongAnchors('default')).toEqual([]);
    expect(await wrongAnchors('site')).toEqual(['b.md#b-own']);
  });

  it('of earlier versions are those of GitHub, until the document is submitted again', async () => {
    const { content_sha256 } = await submit('# Old\n\nText.\n', 'anchors/b.md');
    const anchors = env.DB.prepare('select anchors from texts where sha256 = ?').bind(content_sha256);
    await env.DB.prepare(`update texts set anchors = '["own"]' where sha256 = ?`).bind(content_sha256).run();
    expect(await wrongAnchors('default')).toEqual(['b.md#b-own']);
    await submit('# Old\n\nText.\n', 'anchors/b.md');
    expect(JSON.parse((await anchors.first<string>('anchors')) ?? '')).toEqual({
      headings: [{ text: 'Old' }],
      ids: [],
    });
  });

  it('stay when what is enhanced becomes the same text', async () => {
    await submit('# Same\n\nThe text.\n', 'anchors/same.md');
    expect(await snippets('# A\n\n[x](same.md#gone)\n')).toEqual(['same.md#gone']);
    const { id, recommendations } = await submit('# Same\n\nThe the text.\n', 'anchors/other.md');
    await accepted(await decide('recommendations', recommendations[0]!.id, 'approve'));
    await accepted(await decide('validations', id, 'enhance'));
    expect(await snippets('# A\n\n[x](same.md#gone)\n')).toEqual(['same.md#gone']);
  });

  it('are found through the folder of an index', async () => {
    await submit('# Index\n\nText.\n', 'anchors/README.md');
    expect(await wrongAnchors('default')).toContain('./#own');
  });

  it('may be any where a document includes text', async () => {
    await submit('# Part\n\n{{#include c.md}}\n', 'anchors/b.md');
    await submit('# Index\n\nText.\n', 'anchors/README.md');
    expect(await wrongAnchors('default')).toEqual(['./#own']);
  });
});

describe('links by reference', () => {
  const TEXT = [
    '# A',
    '[x][p] [y][q] [z][r] [w][s] ![v][t] <a href="d.md#gone">u</a> <img src="no.png"> [c](no.txt) [e](dir/no.md)',
    '[p]: #nowhere\n[q]: d.md#gone\n[r]: d.md#there\n[s]: missing.md#any\n[t]: none.png',
  ].join('\n\n');
  const EXPECTED = ['d.md#gone', '#nowhere', 'd.md#gone'];
  const D = '# D\n\n## There\n\nText.\n';

  it('are checked against stored documents, and nothing is missing, since not all files are known', async () => {
    await submit(D, 'refs/d.md');
    const { issues } = await submit(TEXT, 'refs/a.md');
    expect(
      issues.filter(({ rule_id }) => rule_id.startsWith('links/')).map(({ snippet }) => snippet),
    ).toEqual(EXPECTED);
  });

  it('are checked in the same way among the documents of a run', async () => {
    const { id } = await run({
      name: 'refs',
      documents: [
        { file_path: 'run/a.md', content: TEXT },
        { file_path: 'run/d.md', content: D },
      ],
    });
    const linking = (await validationsOf(id)).find(({ file_path }) => file_path === 'run/a.md');
    const { issues } = await getJson<ValidationDetail>(`/api/validations/${linking?.id ?? ''}`);
    expect(
      issues.filter(({ rule_id }) => rule_id.startsWith('links/')).map(({ snippet }) => snippet),
    ).toEqual(EXPECTED);
  });
});

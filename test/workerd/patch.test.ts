import { env } from 'cloudflare:workers';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ApprovedPage } from '../../src/shared/api/patches.ts';
import type { ValidateResponse } from '../../src/shared/api/validations.ts';
import type { Recommendation } from '../../src/shared/things.ts';
import {
  MAX_DOCUMENT_BYTES,
  MAX_PAGE_SIZE,
  MAX_PATCH_BYTES,
  MAX_PATCH_DOCUMENTS,
  MAX_PATCH_RULES,
} from '../../src/shared/limits.ts';
import { accepted, decide, THREE } from './desk.ts';
import { SPACES_ON } from '../spaces-on.ts';
import { create, reach } from './runs.ts';
import { CLEAN, expectProblem, getJson, post, request } from './service.ts';

/** Rules that are off by default. */
const LAYOUT = '\n<!-- markdownlint-configure-file {"MD009": true, "MD010": true} -->\n';
const FLAWED = `# Title\n\nText   \nmore.\n\n### Too deep\n\nText\twith a tab.\n${LAYOUT}`;

async function put(path: string, content: string, more: object = {}): Promise<ValidateResponse> {
  return accepted(await post('/api/validate', { file_path: path, content, family: 'words', ...more }), 201);
}
const ofRule = ({ recommendations }: { recommendations: Recommendation[] }, rule: string): Recommendation =>
  recommendations.find(({ rule_id }) => rule_id === rule)!;

/** Approves what is not approved already: a document of the same text may have had a former path where it was. */
async function approve(made: ValidateResponse, ...rules: string[]): Promise<void> {
  for (const rule of rules) {
    const { id, carried_from } = ofRule(made, rule);
    if (carried_from === undefined) await accepted(await decide('recommendations', id, 'approve'));
  }
}
const textOf = async (path: string) => {
  const response = await request(path);
  // `text()` would drop a byte order mark, and hide what the bytes are.
  const bytes = new Uint8Array(await response.arrayBuffer());
  expect(response.status, strFromU8(bytes)).toBe(200);
  return strFromU8(bytes);
};
/** The names of the files in a patch. */
const namesIn = async (path: string) =>
  Array.from((await textOf(path)).matchAll(/^--- a\/(.*)$/gm), ([, name]) => name);
const patchOf = (query = '') => textOf(`/api/families/words/patch${query}`);

describe('a patch of a family', () => {
  it('has what is approved or applied of the newest versions, and nothing else', async () => {
    const made = await put('some/a.md', FLAWED);
    await put('some/open.md', FLAWED);
    expect(await patchOf('?folder=some')).toBe('');

    await approve(made, 'MD009');
    await decide('recommendations', ofRule(made, 'headings/increment').id, 'reject');
    const patch = await patchOf('?folder=some');
    expect(patch.replace(/index \w{40}\.\.\w{40}/, 'index a..b')).toBe(
      [
        'diff --git a/some/a.md b/some/a.md',
        'index a..b',
        '--- a/some/a.md',
        '+++ b/some/a.md',
        '@@ -1,6 +1,6 @@',
        ' # Title',
        ' ',
        '-Text   ',
        '+Text  ',
        ' more.',
        ' ',
        ' ### Too deep',
        '',
      ].join('\n'),
    );

    // Applied in the service, it still is not in the files.
    await approve(made, 'MD010');
    await accepted(await post(`/api/recommendations/${ofRule(made, 'MD009').id}/apply`, {}));
    const both = await patchOf('?folder=some');
    expect(both).toContain('-Text   \n+Text  \n');
    expect(both).toContain('-Text\twith');

    // The next version has it: nothing is left to bring.
    const enhanced = FLAWED.replace('Text   ', 'Text  ').replace('\t', '    ');
    await put('some/a.md', enhanced);
    expect(await patchOf('?folder=some')).toBe('');
  });

  it('is exact for CRLF, a byte order mark, names with spaces and other scripts', async () => {
    const made = await put('names/日本 語.md', THREE);
    await approve(made, 'MD009', 'headings/increment');
    const patch = await patchOf('?folder=names');
    expect(patch).toContain(String.raw`--- "a/names/\346\227\245\346\234\254 \350\252\236.md"`);
    expect(patch).toContain('-Text   \r\n+Text  \r\n');
    expect(patch).toContain('-### Too deep\r\n+## Too deep\r\n');
  });

  it('is limited to rules, and to a line of versions', async () => {
    const made = await put('rules/a.md', FLAWED, { ref: 'pull/3' });
    await approve(made, 'MD009', 'MD010');
    expect(await patchOf('?folder=rules')).toBe('');
    const of = (more: string) => patchOf(`?folder=rules&ref=pull/3${more}`);
    expect(await of('')).toMatch(/-Text {3}\n[^]*-Text\t/);
    expect(await of('&rule_id=MD010')).not.toContain('-Text   \n');
    expect(await of('&rule_id=MD010,MD009')).toBe(await of(''));
    expect(await of('&rule_id=MD010&rule_id=MD009')).toBe(await of(''));
    expect(await of('&rule_id=none')).toBe('');
  });

  it('is limited to the documents of an owner', async () => {
    const pack = 'extends: words\nowners:\n  - {paths: ["mine/**"], owners: ["@me"]}\n';
    const headers = { 'Content-Type': 'application/yaml' };
    await accepted(await request('/api/families/owned', { method: 'PUT', headers, body: pack }));
    for (const path of ['mine/a.md', 'other/b.md']) {
      await approve(await put(path, FLAWED, { family: 'owned' }), 'MD009');
    }
    expect(await namesIn('/api/families/owned/patch')).toEqual(['mine/a.md', 'other/b.md']);
    expect(await namesIn('/api/families/owned/patch?owner=@me')).toEqual(['mine/a.md']);
    expect(await namesIn('/api/families/owned/patch?owner=@nobody')).toEqual([]);
    const list = await getJson<ApprovedPage>('/api/families/owned/approved?owner=@me');
    expect(list).toMatchObject({ total: 1, results: [{ file_path: 'mine/a.md' }] });
  });

  it('has only the approved edits of a recommendation', async () => {
    const made = await put('part/a.md', `One\ttab.\n\nTwo\ttabs.\n${LAYOUT}`);
    await accepted(await decide('recommendations', ofRule(made, 'MD010').id, 'approve', { edits: [1] }));
    const patch = await patchOf('?folder=part');
    expect(patch).toContain('-Two\ttabs');
    expect(patch).not.toContain('-One');
  });

  it('names what it leaves out where git apply skips it', async () => {
    await approve(await put('../outside.md', FLAWED), 'MD009');
    const response = await request('/api/families/words/patch?folder=..');
    expect(response.headers.get('Galley-Left-Out')).toBe('1');
    expect(await response.text()).toBe(
      '# Left out: ../outside.md: its path is not inside of a repository.\n',
    );
  });

  it('does not have documents that are gone', async () => {
    const id = await completeRun('gone', 'ref/gone');
    const kept = await getJson<{ results: { validation_id: string; file_path: string }[] }>(
      `/api/workflows/${id}/documents`,
    );
    for (const { validation_id, file_path } of kept.results) {
      if (file_path === 'gone/clean.md') continue;
      await approve(await getJson<ValidateResponse>(`/api/validations/${validation_id}`), 'MD009');
    }
    expect((await patchOf('?ref=ref/gone')).match(/^diff --git/gm)).toHaveLength(2);
    await completeRun('gone', 'ref/gone', 1);
    expect((await patchOf('?ref=ref/gone')).match(/^diff --git/gm)).toHaveLength(1);
  });

  it('comes as an archive of the changed files', async () => {
    const made = await put('zip/日本 語.md', THREE);
    await approve(made, 'MD009');
    await approve(await put('zip/__proto__', FLAWED), 'MD009');
    await approve(await put(String.raw`zip/back\slash.md`, FLAWED), 'MD009');
    await approve(await put('zip/../b.md', FLAWED), 'MD009');
    const response = await request('/api/families/words/patch?folder=zip&format=zip');
    expect(response.headers.get('Content-Type')).toBe('application/zip');
    const bytes = new Uint8Array(await response.arrayBuffer());
    const files = unzipSync(bytes);
    expect(Object.keys(files).toSorted()).toEqual(['galley-left-out.txt', 'zip/__proto__', 'zip/日本 語.md']);
    expect(files['zip/日本 語.md']).toEqual(new TextEncoder().encode(THREE.replace('Text   ', 'Text  ')));
    expect(strFromU8(files['galley-left-out.txt']!).split('\n')).toEqual([
      'zip/../b.md: its path is not inside of a repository.',
      String.raw`zip/back\slash.md: its path has a backslash.`,
      '',
    ]);
    const again = await request('/api/families/words/patch?folder=zip&format=zip');
    expect(new Uint8Array(await again.arrayBuffer())).toEqual(bytes);
  });

  it.each([
    ['an unknown format', '?format=tar'],
    ['an unknown filter', '?author=docs'],
    ['an empty rule', '?rule_id=MD009,'],
    [
      'more rules than it takes',
      `?rule_id=${Array.from({ length: MAX_PATCH_RULES + 1 }, (_, n) => n).join()}`,
    ],
    ['a part of no documents', '?limit=0'],
    ['a part of too many documents', `?limit=${MAX_PATCH_DOCUMENTS + 1}`],
  ])('refuses %s', async (_, query) => {
    await expectProblem(await request(`/api/families/words/patch${query}`), 422);
  });

  it('takes as many rules as it says', async () => {
    await patchOf(`?rule_id=${Array.from({ length: MAX_PATCH_RULES }, (_, n) => n).join()}`);
  });

  it('is not found for a family that is none', async () => {
    await expectProblem(await request('/api/families/no-such/patch'), 404);
    await expectProblem(await request('/api/families/no-such/approved'), 404);
    await expectProblem(await request(`/api/workflows/${crypto.randomUUID()}/patch`), 404);
  });
});

/** A text that no other document has: what is decided about one moves with it. */
const ownText = (name: string) =>
  `# ${name}\n\nWords about ${name}   \nand more words about ${name}.\n${SPACES_ON}`;

/** A complete run of documents with a finding each, and of one without. */
async function completeRun(name: string, ref: string, count = 2): Promise<string> {
  const documents = [
    ...Array.from({ length: count }, (_, n) => ({
      file_path: `${name}/${n}.md`,
      content: ownText(`${name} ${n}`),
    })),
    { file_path: `${name}/clean.md`, content: CLEAN },
  ];
  const { id } = await create({ name, family: 'words', ref, complete: true, documents });
  await reach(id, 'completed');
  return id;
}

describe('a patch of a run', () => {
  it('has what is approved of its documents, unless a newer version follows', async () => {
    const id = await completeRun('run', 'ref/run');
    const { results } = await getJson<{ results: { validation_id: string; file_path: string }[] }>(
      `/api/workflows/${id}/documents`,
    );
    for (const { validation_id, file_path } of results) {
      if (file_path === 'run/clean.md') continue;
      await approve(await getJson<ValidateResponse>(`/api/validations/${validation_id}`), 'MD009');
    }
    await approve(await put('run/other.md', ownText('other'), { ref: 'ref/run' }), 'MD009');
    const names = () => namesIn(`/api/workflows/${id}/patch`);
    expect(await names()).toEqual(['run/0.md', 'run/1.md']);
    await put('run/0.md', `${ownText('run 0')}\nMore.\n`, { ref: 'ref/run' });
    expect(await names()).toEqual(['run/1.md']);
    // The family has the decision in the newer version.
    expect((await patchOf('?ref=ref/run')).match(/^diff --git/gm)).toHaveLength(3);
  });
});

describe('a large patch', () => {
  const COUNT = 5;
  beforeAll(async () => {
    for (let n = 0; n < COUNT; n += 1) await approve(await put(`large/${n}.md`, FLAWED), 'MD009');
  });

  it('comes in parts, each of which is a patch of other documents', async () => {
    const parts: string[] = [];
    let path: string | undefined = '/api/families/words/patch?folder=large&limit=2';
    while (path !== undefined) {
      const response: Response = await request(path);
      parts.push(await response.text());
      path = /^<(.*)>; rel="next"$/.exec(response.headers.get('Link') ?? '')?.[1];
    }
    expect(parts.map((part) => part.match(/^diff --git/gm)?.length)).toEqual([2, 2, 1]);
    expect(parts.join('')).toBe(await patchOf('?folder=large'));
  });

  it('is refused above the limit of documents, unless parts are asked for', async () => {
    const copy = await seeds(FLAWED);
    await copy('many', 0, MAX_PATCH_DOCUMENTS);
    const whole = await request('/api/families/words/patch?folder=many&rule_id=MD009');
    expect(whole.headers.get('Link')).toBeNull();
    expect((await whole.text()).match(/^diff --git/gm)).toHaveLength(MAX_PATCH_DOCUMENTS);

    await copy('many', MAX_PATCH_DOCUMENTS, 1);
    const refusal = await expectProblem(await request('/api/families/words/patch?folder=many'), 422);
    expect(refusal.errors).toEqual([{ path: 'limit', message: expect.stringContaining('1000 documents') }]);
    const part = await request(`/api/families/words/patch?folder=many&limit=${MAX_PATCH_DOCUMENTS}`);
    expect(part.headers.get('Link')).toContain('cursor=many');
    const three = await request('/api/families/words/patch?folder=many&limit=3&format=zip');
    expect(Object.keys(unzipSync(new Uint8Array(await three.arrayBuffer())))).toHaveLength(3);
  });

  it('is refused above the limit of bytes, unless parts are asked for', async () => {
    // Code is read fast.
    const start = `${FLAWED}\n\`\`\`text\n`;
    const end = '\n```\n';
    const copy = await seeds(start + 'x'.repeat(MAX_DOCUMENT_BYTES - start.length - end.length) + end);
    const count = MAX_PATCH_BYTES / MAX_DOCUMENT_BYTES;
    await copy('bytes', 0, count);
    const whole = await patchOf('?folder=bytes');
    expect(whole.match(/^diff --git/gm)).toHaveLength(count);

    await copy('bytes', count, 1);
    const refusal = await expectProblem(await request('/api/families/words/patch?folder=bytes'), 422);
    expect(refusal.errors).toMatchObject([{ path: 'limit' }]);
    const part = await request('/api/families/words/patch?folder=bytes&limit=200');
    expect((await part.text()).match(/^diff --git/gm)).toHaveLength(count);
    expect(part.headers.get('Link')).toMatch(/cursor=bytes.*rel="next"/);

    // A page of the list ends early too.
    const sizes: number[] = [];
    let cursor: string | null | undefined = '';
    do {
      const page: ApprovedPage = await getJson(
        `/api/families/words/approved?folder=bytes${cursor ? `&cursor=${cursor}` : ''}`,
      );
      sizes.push(page.results.length);
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(sizes).toEqual([4, 2]);
  });
});

/** Inserts changed copies of a row. */
async function copyRows(
  table: string,
  where: string,
  [from, count]: [number, number],
  changed: Record<string, string>,
): Promise<void> {
  const info = env.DB.prepare(`select name from pragma_table_info('${table}')`);
  const names = (await info.all<{ name: string }>()).results.map(({ name }) => name);
  const columns = names.map((name) => `"${name}"`);
  const values = names.map((name) => changed[name] ?? `"${name}"`);
  await env.DB.prepare(
    `with recursive n(i) as (select ${from} union all select i + 1 from n where i + 1 < ${from + count})
     insert into ${table} (${columns.join()}) select ${values.join()} from ${table}, n where ${where}`,
  ).run();
}

/** @returns a function that makes documents with a text, and approved changes, straight in the database */
async function seeds(content: string) {
  const made = await put(`seed/${crypto.randomUUID()}.md`, content);
  await approve(made, 'MD009');
  return async (folder: string, ...range: [number, number]): Promise<void> => {
    const id = `'${folder}-' || i`;
    const path = `'${folder}/' || printf('%05d', i) || '.md'`;
    await copyRows('validations', `id = '${made.id}'`, range, { id, file_path: path, supersedes: 'null' });
    await copyRows('recommendations', `validation_id = '${made.id}' and status = 'approved'`, range, {
      id: `'${folder}-r-' || i`,
      validation_id: id,
      findings_key: 'null',
    });
    await copyRows('documents', `validation_id = '${made.id}'`, range, {
      id: 'null',
      file_path: path,
      validation_id: id,
    });
  };
}

describe('the list of what is approved', () => {
  it('has the edits, and what is needed to prove them in a text that has changed', async () => {
    const made = await put('list/a.md', FLAWED);
    await approve(made, 'MD009', 'headings/increment');
    await accepted(await post(`/api/recommendations/${ofRule(made, 'headings/increment').id}/apply`, {}));
    const list = await getJson<ApprovedPage>('/api/families/words/approved?folder=list');
    expect(list).toMatchObject({ total: 1, next_cursor: null, position: expect.any(Number) });
    const [document] = list.results;
    expect(document).toMatchObject({
      file_path: 'list/a.md',
      validation_id: made.id,
      content_sha256: made.content_sha256,
      flavor: 'gfm',
    });
    expect(document?.changes).toMatchObject([
      { rule_id: 'headings/increment', status: 'applied', certain: false },
      {
        rule_id: 'MD009',
        status: 'approved',
        certain: true,
        effects: expect.arrayContaining(['trailing-spaces']),
      },
    ]);
    expect(document?.changes[1]?.edits).toEqual(ofRule(made, 'MD009').edits);
  });

  it('goes on from page to page', async () => {
    const paths: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page: ApprovedPage = await getJson(
        `/api/families/words/approved?limit=${MAX_PAGE_SIZE}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      );
      paths.push(...page.results.map(({ file_path }) => file_path));
      expect(page).toMatchObject({ total: 1_000, total_is_estimate: true });
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(paths).toEqual([...new Set(paths)].toSorted());
    expect(paths.length).toBeGreaterThan(MAX_PATCH_DOCUMENTS);
  });

  it('ends a page early that has many edits, and leaves nothing out', async () => {
    const copy = await seeds(FLAWED);
    await copy('edits', 0, 7);
    // As long as the edits of a proposal may be.
    await env.DB.prepare(
      `update recommendations set edits = json_array(json_object(
        'start', 0, 'end', 0, 'expected', '', 'text', replace(hex(zeroblob(499500)), '0', 'x'))) where id like 'edits-r-%'`,
    ).run();
    const first = await getJson<ApprovedPage>('/api/families/words/approved?folder=edits');
    expect(first.results).toHaveLength(4);
    expect(first.total).toBe(7);
    const second = await getJson<ApprovedPage>(
      `/api/families/words/approved?folder=edits&cursor=${first.next_cursor}`,
    );
    expect(second).toMatchObject({ total: 7, next_cursor: null });
    expect(second.results).toHaveLength(3);
  });
});

import { describe, expect, it } from 'vitest';
import { BUNDLED_FAMILIES } from '../../src/shared/things.ts';
import type { FamilyDetail, FamilyList, FamilyTrial, FamilyUpdate } from '../../src/shared/api/families.ts';
import type { Problem } from '../../src/shared/api/problem.ts';
import { strToU8, zipSync } from 'fflate';
import { getJson as read, request, submit } from './service.ts';

const send = (method: string, path: string, body?: string, type = 'application/yaml') =>
  request(path, {
    method,
    ...(body !== undefined && { body, headers: { 'Content-Type': type } }),
  });
const put = (name: string, pack: string) => send('PUT', `/api/families/${name}`, pack);
const familyEvents = async (name: string) => {
  const { results } = await read<{ results: { type: string; name?: string }[] }>('/api/events?limit=200');
  return results.filter((event) => event.type === 'family_updated' && event.name === name);
};

describe('the families', () => {
  it('are those that come with the service, with their versions', async () => {
    const { results } = await read<FamilyList>('/api/families');
    expect(results.map(({ name }) => name)).toEqual([...BUNDLED_FAMILIES]);
    for (const { name, version, origin } of results) {
      expect(version).toMatch(new RegExp(`^${name}@[0-9a-f]{12}$`));
      expect(origin).toBe('bundled');
    }
  });

  it('can be read, as JSON with their rules or as YAML', async () => {
    const detail = await read<FamilyDetail>('/api/families/cells');
    expect(detail.title).toBe('Aspose.Cells');
    expect(detail.rules.find(({ id }) => id === 'links/empty')).toMatchObject({
      level: 'warning',
      type: 'links',
    });
    const yaml = await request('/api/families/cells', {
      headers: { Accept: 'application/yaml' },
    });
    expect(new TextDecoder().decode(await yaml.arrayBuffer())).toBe(detail.source);
  });

  it('are 404 when there are none of the name', async () => {
    expect((await send('GET', '/api/families/cars')).status).toBe(404);
    expect((await send('POST', '/api/families/cars/test')).status).toBe(404);
  });
});

describe('a pack that is put', () => {
  it('is used for the documents that follow, and is one event', async () => {
    const pack = 'extends: default\nrules:\n  images/missing-alt: error\n';
    const answer = await put('guides', pack);
    expect(answer.status).toBe(200);
    const update = await answer.json<FamilyUpdate>();
    expect(update).toMatchObject({
      name: 'guides',
      changed: true,
      impact: { documents: 0, added: 0, removed: 0 },
    });

    const made = await submit('# A\n\n![](a)\n', 'a.md', 'guides');
    expect(made).toMatchObject({ outcome: 'fail', ruleset: update.version, family: 'guides' });
    expect((await read<FamilyDetail>('/api/families/guides')).source).toBe(pack);
    expect(await familyEvents('guides')).toHaveLength(1);

    expect(await (await put('guides', pack)).json()).toMatchObject({ changed: false });
    expect(await familyEvents('guides')).toHaveLength(1);
  });

  it('is tried on what is stored, without changing anything', async () => {
    await put('trial', 'extends: default\n');
    await submit('# A\n\n![](a)\n\n[x]()\n', 'old.md', 'trial');
    await submit('# A\n\n![](a)\n\n[x]()\n\n[y]()\n', 'old.md', 'trial');
    const pack = 'extends: default\nrules:\n  links/*: off\n  MD033: info\n';
    const trial = await (await send('POST', '/api/families/trial/test', pack)).json<FamilyTrial>();
    expect(trial.impact).toMatchObject({
      documents: 1,
      added: 0,
      removed: 2,
      by_rule: [{ rule_id: 'links/empty', added: 0, removed: 2 }],
      summary: 'this change adds 0 findings, removes 2',
    });
    expect((await read<FamilyDetail>('/api/families/trial')).source).toBe('extends: default\n');
  });

  it('is refused when its own tests fail, and nothing is changed', async () => {
    const pack = [
      'extends: default',
      'tests:',
      '  - name: finds images',
      '    document: "# A\\n\\n![](a)\\n"',
      '    expect: [images/missing-alt@3:1]',
      '  - name: finds the wrong thing',
      '    document: "# A\\n\\nText.\\n"',
      '    expect: [links/empty]',
      '  - name: is quiet',
      '    document: "# A\\n\\n![](a)\\n"',
      '    absent: [images/*]',
    ].join('\n');
    const answer = await put('broken', pack);
    expect(answer.status).toBe(422);
    const { errors } = await answer.json<Problem>();
    expect(errors).toEqual([
      { path: 'tests: finds the wrong thing', message: 'does not find links/empty' },
      { path: 'tests: is quiet', message: 'finds images/missing-alt@3:1' },
    ]);
    expect((await send('GET', '/api/families/broken')).status).toBe(404);
    expect(await familyEvents('broken')).toEqual([]);
  });

  it.each([
    ['YAML that is none', 'a: [', 'line 1'],
    ['a list', '[]', ''],
    ['null', 'null', ''],
    ['a list for an object', 'gate: []', 'gate'],
    ['an unknown field', 'colour: red', 'colour'],
    ['an unknown rule', 'rules: {links/nothing: error}', 'rules.links/nothing'],
    ['an unknown level', 'rules: {links/empty: fatal}', 'rules.links/empty'],
    ['an unknown base', 'extends: nothing', 'extends'],
    ['a circle', 'extends: circle', 'extends'],
    ['another name', 'name: other', 'name'],
    ['aliases', 'terms: &a []\nbanned: *a', ''],
    ['a rule of the engine itself', 'rules: {document/too-complex: off}', 'rules.document/too-complex'],
  ])('is refused with the place: %s', async (_, pack, path) => {
    const answer = await put('circle', pack);
    expect(answer.status).toBe(422);
    expect((await answer.json<Problem>()).errors?.[0]?.path).toBe(path);
  });

  it('may be of comments alone', async () => {
    expect((await put('later', '# Rules follow.\n')).status).toBe(200);
  });

  it('is refused as what it is: too large, of the wrong type, of a wrong name', async () => {
    expect((await send('PUT', '/api/families/x', 'a=b', 'text/plain')).status).toBe(415);
    expect((await put('Not_A_Name', 'extends: default')).status).toBe(422);
    expect((await put('large', `description: ${'x'.repeat(500_000)}`)).status).toBe(422);
  });

  it('must leave those that extend it usable', async () => {
    await put('base', 'extends: default\n');
    await put('top', 'extends: base\n');
    const answer = await put('base', 'extends: top\n');
    expect(answer.status).toBe(422);
    expect((await answer.json<Problem>()).detail).toContain('circle');
  });
});

describe('ignored findings', () => {
  it('are left out of later validations of the document, until they are restored', async () => {
    const text = '# A\n\n![](one)\n\n![](two)\n';
    const made = await submit(text, 'ignored.md');
    const [first] = made.issues.filter(({ rule_id }) => rule_id === 'images/missing-alt');
    const body = JSON.stringify({ fingerprints: [first!.fingerprint], note: 'decoration' });
    const json = 'application/json';
    const answer = await send('POST', `/api/validations/${made.id}/ignore`, body, json);
    expect(await answer.json()).toMatchObject({
      results: [{ fingerprint: first!.fingerprint, note: 'decoration' }],
    });
    // A second time changes nothing, and makes no event.
    await send('POST', `/api/validations/${made.id}/ignore`, body, json);
    const { results: events } = await read<{ results: { type: string; rule_id?: string }[] }>(
      `/api/events?topic=validation_${made.id}&limit=200`,
    );
    expect(events.filter(({ type }) => type === 'issue_ignored')).toEqual([
      expect.objectContaining({ rule_id: 'images/missing-alt', note: 'decoration', file_path: 'ignored.md' }),
    ]);

    const moved = await submit(`# A\n\nA new paragraph.\n\n![](one)\n\n![](two)\n`, 'ignored.md');
    expect(
      moved.issues.filter(({ rule_id }) => rule_id === 'images/missing-alt').map(({ snippet }) => snippet),
    ).toEqual(['![](two)']);
    expect((await submit(text, 'other.md')).counts).toEqual(made.counts);

    await send('POST', `/api/validations/${made.id}/restore`, body, json);
    expect((await submit(text, 'ignored.md')).counts).toEqual(made.counts);
    expect(await read('/api/ignored?file_path=ignored.md')).toEqual({ results: [] });
  });

  it('are ignored in each family for itself', async () => {
    const text = '# A\n\n![](one)\n';
    for (const family of ['cells', 'words']) {
      const made = await submit(text, 'shared.md', family);
      const [finding] = made.issues.filter(({ rule_id }) => rule_id === 'images/missing-alt');
      const body = JSON.stringify({ fingerprints: [finding!.fingerprint] });
      await send('POST', `/api/validations/${made.id}/ignore`, body, 'application/json');
      const { issues } = await submit(text, 'shared.md', family);
      expect(
        issues.filter(({ rule_id }) => rule_id === 'images/missing-alt'),
        family,
      ).toEqual([]);
    }
    const { results } = await read<{ results: { family: string }[] }>('/api/ignored?file_path=shared.md');
    expect(results.map(({ family }) => family).toSorted()).toEqual(['cells', 'words']);
  });

  it('must be findings of the validation', async () => {
    const made = await submit('# A\n\nText.\n', 'b.md');
    const answer = await send(
      'POST',
      `/api/validations/${made.id}/ignore`,
      '{"fingerprints":["x"]}',
      'application/json',
    );
    expect(answer.status).toBe(422);
    expect((await answer.json<Problem>()).errors).toEqual([
      { path: 'fingerprints.0', message: 'is of no issue of this validation' },
    ]);
  });
});

describe('what a family brings along', () => {
  it('may be Vale styles, taken over from an archive as they are', async () => {
    await put('styled', '# ours\nextends: default\n');
    const zip = zipSync({
      'styles/House/Very.yml': strToU8(
        'extends: existence\nmessage: "Avoid \'%s\'."\nlevel: error\ntokens:\n  - very\n',
      ),
      'styles/House/Script.yml': strToU8('extends: script\nmessage: x\nscript: x\n'),
    });
    const answer = await request('/api/families/styled/styles', {
      method: 'POST',
      headers: { 'Content-Type': 'application/zip' },
      body: zip,
    });
    expect(answer.status).toBe(200);
    const update = await answer.json<FamilyUpdate>();
    expect(update.remarks).toEqual([expect.stringContaining('House.Script does not run')]);
    expect((await read<FamilyDetail>('/api/families/styled')).source).toContain('# ours\n');
    const { issues, outcome } = await submit('# A\n\nA very long day.\n', 'a.md', 'styled');
    expect(issues).toEqual([expect.objectContaining({ rule_id: 'House.Very', message: "Avoid 'very'." })]);
    // Imported styles are advisory unless the pack sets their levels.
    expect(outcome).toBe('warning');
    const noZip = await request('/api/families/styled/styles', {
      method: 'POST',
      headers: { 'Content-Type': 'application/zip' },
      body: 'no zip',
    });
    expect(noZip.status).toBe(422);
  });

  it('may be a check of the spelling, with a vocabulary', async () => {
    await put('spelt', 'rules: {prose/spelling: info}\nvocab: [Galley]\n');
    const { issues } = await submit('# A\n\nGalley knows a wrogn word.\n', 'a.md', 'spelt');
    expect(issues).toEqual([expect.objectContaining({ rule_id: 'prose/spelling', snippet: 'wrogn' })]);
  });
});

describe('links between documents', () => {
  it('are followed to those of the family that were validated before, and to those of the same request', async () => {
    await submit('# There\n\nText.\n', 'docs/other.md');
    const text = '# A\n\n[a](other.md#there) [b](other.md#gone) [c](unknown.md#x)\n';
    const rules = async (family: string) =>
      (await submit(text, 'docs/a.md', family)).issues.map(({ rule_id, column }) => [rule_id, column]);
    expect(await rules('default')).toEqual([['links/unknown-anchor-elsewhere', 25]]);
    await put('elsewhere', 'extends: default\n');
    expect(await rules('elsewhere')).toEqual([]);
  });
});

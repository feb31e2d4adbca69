/** `galley check --gate`, as a user runs it. */
import { afterEach, describe, expect, it } from 'vitest';
import { Workplace } from './program.ts';

const SKIPPED = '# Title\n\n### Too deep\n\nText.\n';
const TWICE = `${SKIPPED}\n# Again\n\nText.\n\n### Too deep again\n\nText.\n`;
const RULES = 'rules: {"*": off, headings/increment: error}\n';

const places: Workplace[] = [];
const inFolder = (files: Record<string, string>): Workplace => {
  const place = new Workplace(files);
  places.push(place);
  return place;
};
afterEach(() => {
  for (const place of places.splice(0)) place.remove();
});

describe('galley check --gate', () => {
  it('passes or fails by the limits, not by errors, and gives the reasons beside the report', async () => {
    const place = inFolder({ 'a.md': TWICE, 'galley.yml': `${RULES}gate: {all: {error: 2}}\n` });
    const passed = await place.run(['check', '.', '--gate', '--format', 'json']);
    expect(passed.code).toBe(0);
    expect(passed.stderr).toContain('Quality gate passed');
    expect(JSON.parse(passed.stdout)).toHaveProperty('files');
    place.write('galley.yml', `${RULES}gate: {all: {error: 1}, rules: {headings/*: 0}}\n`);
    const failed = await place.run(['check', '.', '--gate']);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain(
      'Quality gate failed\n  2 errors; 1 allowed\n  2 of headings/*; 0 allowed\n',
    );
    expect((await place.run(['check', '.'])).code).toBe(1);
  });

  it('takes for new what is not in the baseline, and counts all of it, with a cache and without', async () => {
    const place = inFolder({ 'a.md': SKIPPED, 'galley.yml': `${RULES}gate: {new: {error: 0}}\n` });
    const gate = ['check', '.', '--gate', '--baseline', 'known.json'];
    expect((await place.run(['check', '.', '--gate'])).code).toBe(1);
    await place.run(['check', '.', '--baseline', 'known.json', '--update-baseline']);
    expect((await place.run(gate)).code).toBe(0);
    place.write('b.md', SKIPPED);
    const fresh = await place.run(gate);
    expect(fresh.code).toBe(1);
    expect(fresh.stderr).toContain('1 new error; 0 allowed');

    place.write('galley.yml', `${RULES}gate: {all: {error: 1}, rules: {headings/increment: 0}}\n`);
    for (const more of [['--no-cache'], [], []]) {
      const { code, stderr } = await place.run([...gate, ...more]);
      expect(code).toBe(1);
      expect(stderr).toContain('  2 errors; 1 allowed\n  2 of headings/increment; 0 allowed\n');
    }
  });

  it('counts all when a run without the gate filled the cache', async () => {
    const place = inFolder({ 'a.md': SKIPPED, 'galley.yml': `${RULES}gate: {all: {error: 0}}\n` });
    await place.run(['check', '.', '--baseline', 'known.json', '--update-baseline']);
    await place.run(['check', '.', '--baseline', 'known.json']);
    const { code, stderr } = await place.run(['check', '.', '--gate', '--baseline', 'known.json']);
    expect(code).toBe(1);
    expect(stderr).toContain('1 error; 0 allowed');
  });

  it('judges the documents of each configuration by its own gate', async () => {
    const place = inFolder({
      'a.md': SKIPPED,
      'galley.yml': `${RULES}gate: {all: {error: 1}}\n`,
      'sub/b.md': SKIPPED,
      'sub/galley.yml': `${RULES}gate: {all: {error: 0}}\n`,
      'free/c.md': TWICE,
      'free/galley.yml': RULES,
    });
    const { code, stderr } = await place.run(['check', '.', '--gate']);
    expect(code).toBe(1);
    expect(stderr).toContain('Quality gate failed\n  1 error; 0 allowed\n');
    expect(stderr).not.toContain('2 errors');
  });

  it('still counts warnings, and is refused where there is no gate', async () => {
    const place = inFolder({
      'a.md': SKIPPED,
      'galley.yml': 'rules: {"*": off, headings/increment: warning}\ngate: {all: {error: 0}}\n',
    });
    expect((await place.run(['check', '.', '--gate'])).code).toBe(0);
    expect((await place.run(['check', '.', '--gate', '--max-warnings', '0'])).code).toBe(1);
    place.write('galley.yml', RULES);
    const { code, stderr } = await place.run(['check', '.', '--gate']);
    expect(code).toBe(2);
    expect(stderr).toContain('--gate needs a gate in galley.yml');
    expect((await place.run(['check', '.', '--gate', '--fail-on', 'warning'])).code).toBe(2);
  });
});

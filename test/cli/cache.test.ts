import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { MAX_CACHE_FILES } from '../../src/cli/cache/cache-file.ts';
import { hashOf } from '../../src/cli/cache/facts.ts';
import { Workplace, type Ended } from './program.ts';
import { SPACES_ON } from '../spaces-on.ts';

const CACHE = '.galley-cache';
/** A page with a certain fix, a link to an anchor, one to a file, and an image. */
const page = (heading: string, link: string): string =>
  `# ${heading}\n\nText with an end.  \n\n[a](${link}) and [b](b.md#two) and ![an image](i.png)\n\n\n## Two\n\nMore.\n`;

const places: Workplace[] = [];
const inFolder = (files: ConstructorParameters<typeof Workplace>[0]): Workplace => {
  const place = new Workplace(files);
  places.push(place);
  return place;
};
afterEach(() => {
  for (const place of places.splice(0)) place.remove();
});

const json = ['check', '.', '--format', 'json'];
const cacheFiles = (place: Workplace): string[] =>
  existsSync(place.file(CACHE))
    ? readdirSync(place.file(CACHE)).filter((name) => name.startsWith('check-'))
    : [];

/** Changes a kept message in a way that only this program could, and returns whether there was one. */
function forge(place: Workplace, from: string, to: string): boolean {
  let isForged = false;
  for (const name of cacheFiles(place)) {
    const path = join(place.file(CACHE), name);
    const [, ...lines] = readFileSync(path, 'utf8').split('\n');
    const body = lines.join('\n');
    isForged ||= body.includes(from);
    const forged = body.replaceAll(from, to);
    writeFileSync(path, `${hashOf(name + forged)}\n${forged}`);
  }
  return isForged;
}

/** All files but the cache. */
function treeOf(place: Workplace): Record<string, string> {
  const entries = readdirSync(place.path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes(CACHE));
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [
      join(parentPath, name).slice(place.path.length),
      readFileSync(join(parentPath, name), 'utf8'),
    ]),
  );
}

describe('the cache', () => {
  it('is used for documents that are as they were', async () => {
    const place = inFolder({ 'a.md': '# A\n\n### B\n\nText.\n', 'galley.yml': 'profile: default\n' });
    const first = await place.run(json);
    expect(forge(place, 'headings/increment', 'headings/forged')).toBe(true);
    const second = await place.run(json);
    expect(second.stdout).toBe(first.stdout.replaceAll('headings/increment', 'headings/forged'));
    expect((await place.run([...json, '--no-cache'])).stdout).toBe(first.stdout);
    place.write('a.md', '# A\n\n### B\n\nOther text.\n');
    expect((await place.run(json)).stdout).not.toContain('headings/forged');
  });

  it('lies beside the configuration, and hides from Git', async () => {
    const place = inFolder({ 'galley.yml': 'profile: default\n', 'docs/a.md': '# A\n' });
    await place.run(['check', '.'], '', 'docs');
    expect(existsSync(place.file(CACHE))).toBe(true);
    expect(existsSync(place.file(`docs/${CACHE}`))).toBe(false);
    expect(readFileSync(place.file(`${CACHE}/.gitignore`), 'utf8')).toBe('*\n');
  });

  it('is neither read nor written with --no-cache', async () => {
    const place = inFolder({ 'a.md': '# A\n' });
    await place.run([...json, '--no-cache']);
    expect(existsSync(place.file(CACHE))).toBe(false);
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, text.length / 2)],
    ['empty', () => ''],
    ['of something else', () => '{"version": 3}\n'],
    ['binary', () => '\0\uFFFD\0'],
  ])('that is %s is replaced, and no error', async (_, spoil) => {
    const place = inFolder({ 'a.md': '# A\n\n### B\n\nText.\n' });
    const first = await place.run(json);
    const [name = ''] = cacheFiles(place);
    const path = join(place.file(CACHE), name);
    const whole = readFileSync(path, 'utf8');
    writeFileSync(path, spoil(whole));
    expect(await place.run(json)).toEqual(first);
    expect(readFileSync(path, 'utf8')).toBe(whole);
  });

  it('can be a file, or a folder where a file belongs: then nothing is kept', async () => {
    const place = inFolder({ 'a.md': '# A\n\n### B\n\nText.\n', [CACHE]: 'mine' });
    const { stdout, stderr, code } = await place.run(json);
    expect([stdout, code]).toEqual(
      await place.run([...json, '--no-cache']).then((one) => [one.stdout, one.code]),
    );
    expect(stderr).toContain(`${CACHE} can't be written`);
    expect(readFileSync(place.file(CACHE), 'utf8')).toBe('mine');
    rmSync(place.file(CACHE));
    await place.run(json);
    const [name = ''] = cacheFiles(place);
    rmSync(place.file(`${CACHE}/${name}`));
    mkdirSync(place.file(`${CACHE}/${name}/inner`), { recursive: true });
    expect((await place.run(json)).stdout).toBe(stdout);
    expect(readdirSync(place.file(CACHE)).toSorted()).toEqual(['.gitignore', name]);
  });

  it('keeps the files of the newest rulesets only', async () => {
    const place = inFolder({ 'a.md': '# A\n' });
    for (let level = 1; level <= MAX_CACHE_FILES + 1; level += 1) {
      place.write('galley.yml', `rules: { headings/too-long: { level: info, max: ${40 + level} } }\n`);
      await place.run(json);
    }
    expect(cacheFiles(place).length).toBeLessThanOrEqual(MAX_CACHE_FILES);
  });

  it('forgets documents that are gone, and keeps those that a run does not name', async () => {
    const place = inFolder({ 'a.md': '# A\n', 'b.md': '# B\n', 'c.md': '# C\n' });
    await place.run(json);
    rmSync(place.file('c.md'));
    place.write('a.md', '# Another\n');
    await place.run(['check', 'a.md']);
    const text = cacheFiles(place).map((name) => readFileSync(join(place.file(CACHE), name), 'utf8'));
    const paths = text.flatMap((one) => one.split('\n')).filter((line) => line.endsWith('.md'));
    expect(paths.toSorted()).toEqual(['a.md', 'b.md']);
  });

  it('tells what a baseline hides from what it does not', async () => {
    const place = inFolder({ 'a.md': '# A\n\n### B\n\nText.\n' });
    await place.run([...json, '--baseline', 'known.json', '--update-baseline']);
    const withBaseline = [...json, '--baseline', 'known.json'];
    for (const args of [json, withBaseline, json, withBaseline]) {
      expect((await place.run(args)).stdout).toBe((await place.run([...args, '--no-cache'])).stdout);
    }
  });

  it('never hides a fix', async () => {
    const spaced = `# A\n\nText   \nmore.\n${SPACES_ON}`;
    const place = inFolder({ 'a.md': spaced, 'b.md': '# B\n\nText.\n' });
    await place.run(json);
    await place.run(json);
    expect((await place.run(['check', '.', '--diff'])).stdout).toContain('+Text  \n');
    expect((await place.run(['check', '.', '--diff'])).stdout).toContain('+Text  \n');
    await place.run(['check', '.', '--fix', '--fix-only', 'headings/increment']);
    expect(readFileSync(place.file('a.md'), 'utf8')).toBe(spaced);
    await place.run(['check', '.', '--fix']);
    expect(readFileSync(place.file('a.md'), 'utf8')).toBe(spaced.replace('Text   ', 'Text  '));
    expect((await place.run(json)).stdout).toBe((await place.run([...json, '--no-cache'])).stdout);
  });
});

/** Changes to a tree of three linked pages, and what the program is told afterwards. */
const CHANGES: Readonly<Record<string, (place: Workplace) => void>> = {
  'a heading of a linked page': (place) =>
    place.write('b.md', page('B', 'docs/c.md#new').replace('## Two', '## New')),
  'a linked page again': (place) => place.write('b.md', page('B', 'docs/c.md#two')),
  'a linked page is gone': (place) => rmSync(place.file('b.md'), { force: true }),
  'prose of a linker': (place) =>
    place.write('a.md', page('A', 'docs/c.md#two').replace('More.', 'More and more.')),
  'a page in a folder': (place) => place.write('docs/c.md', page('C', '../a.md#two')),
  'a folder is gone': (place) => rmSync(place.file('docs'), { recursive: true, force: true }),
  'an image comes': (place) => place.write('i.png', 'image'),
  'an image goes': (place) => rmSync(place.file('i.png'), { force: true }),
  'Git ignores images': (place) => place.write('.gitignore', 'i.png\n'),
  'Git ignores nothing': (place) => rmSync(place.file('.gitignore'), { force: true }),
  'a stricter pack': (place) => place.write('galley.yml', 'profile: strict\n'),
  'another pack': (place) =>
    place.write('galley.yml', 'rules: { headings/increment: error, MD012: error }\n'),
  'no pack': (place) => rmSync(place.file('galley.yml'), { force: true }),
  'a pack in a folder': (place) => place.write('docs/galley.yml', 'profile: strict\n'),
  'the flavor of the tree': (place) => place.write('mkdocs.yml', 'site_name: a\n'),
  'no flavor': (place) => rmSync(place.file('mkdocs.yml'), { force: true }),
  'a page that is not UTF-8': (place) => place.write('docs/c.md', new Uint8Array([0x23, 0x20, 0xff])),
  'a broken cache': (place) => {
    for (const name of cacheFiles(place)) place.write(`${CACHE}/${name}`, 'broken');
  },
};
const OPTIONS: readonly (readonly string[])[] = [
  [],
  ['--quiet'],
  ['--profile', 'strict'],
  ['--flavor', 'hugo'],
  ['--disable', 'links/*'],
  ['--jobs', '2'],
  ['--diff'],
  ['--fix'],
  ['--fix', '--fix-only', 'MD012'],
  ['--fix', '--profile', 'strict'],
];

const seen = ({ stdout, stderr, code }: Ended, place: Workplace): unknown => [
  stdout.replaceAll(place.path, ''),
  stderr.replaceAll(place.path, ''),
  code,
];

describe('with the cache and without it', () => {
  it('the results of random trees, edited between the runs, are the same', { timeout: 240_000 }, async () => {
    const steps = fc.array(
      fc.tuple(
        fc.uniqueArray(fc.constantFrom(...Object.keys(CHANGES)), { maxLength: 3 }),
        fc.constantFrom(...OPTIONS),
      ),
      { minLength: 5, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const cached = inFolder({
          'a.md': page('A', 'docs/c.md#two'),
          'b.md': page('B', 'a.md'),
          'docs/c.md': page('C', '../b.md#two'),
        });
        const plain = inFolder({});
        for (const [changes, options] of all) {
          for (const name of changes) CHANGES[name]?.(cached);
          rmSync(plain.path, { recursive: true });
          cpSync(cached.path, plain.path, { recursive: true, filter: (path) => !path.includes(CACHE) });
          const args = [
            'check',
            '.',
            ...(options.includes('--diff') ? [] : ['--format', 'json']),
            ...options,
          ];
          const [one, other] = await Promise.all([cached.run(args), plain.run([...args, '--no-cache'])]);
          expect(seen(one, cached)).toEqual(seen(other, plain));
          expect(treeOf(cached)).toEqual(treeOf(plain));
        }
      }),
      { numRuns: 3, endOnFailure: true },
    );
  });
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installPackage, run, typeCheck, type InstalledPackage } from './installed-package.ts';

let installed: InstalledPackage;

beforeAll(async () => {
  const { dependencies } = JSON.parse(await readFile('package.json', 'utf8')) as {
    dependencies: Record<string, string>;
  };
  installed = await installPackage([...Object.keys(dependencies), '@types']);
}, 120_000);
afterAll(() => installed.remove());

/** The TypeScript examples of a page, in order, as one program. */
async function exampleOf(page: string): Promise<string> {
  const text = await readFile(page, 'utf8');
  return Array.from(text.matchAll(/^```ts\n(.*?)^```$/gms), ([, code = '']) => code).join('\n');
}

/** What must not compile. */
const WRONG = `
// @ts-expect-error -- there is no such profile
() => buildRuleset({ profile: 'loud' });
`;

describe('galley-review/engine, as it is published', () => {
  it('has types for what docs/engine.md shows, and does it', async () => {
    await writeFile(join(installed.folder, 'consumer.mts'), (await exampleOf('docs/engine.md')) + WRONG);
    await typeCheck(installed, 'consumer.mts');
    const { stdout } = await run('node', ['consumer.mts'], { cwd: installed.folder });
    expect(stdout.trim().split('\n')).toEqual([
      '3:1 warning headings/increment Heading "B" is of level 3 after one of level 1; level 2 was expected.',
      '5:5 warning prose/banned The phrase "teh" should not be used.',
      '5:15 info MD009 Trailing spaces: Expected: 0 or 2; Actual: 3',
      '# A',
      '',
      '## B',
      '',
      'See teh guide.   ',
      'Go on.',
      '',
      '1 safe',
      'docs/a.md links/unknown-anchor-elsewhere Did you mean "#set-up"?',
    ]);
  }, 120_000);
});

import { afterEach, describe, expect, it } from 'vitest';
import { Workplace } from './program.ts';

/** A heading that skips a level, and an image without alternative text. */
const DOCUMENT = '# A\n\n### B\n\n![](a.png)\n';

let place: Workplace | undefined;
const inFolder = (files: ConstructorParameters<typeof Workplace>[0]): Workplace =>
  (place = new Workplace(files));
afterEach(() => {
  place?.remove();
  place = undefined;
});

/** What was found of two rules. */
const ofInterest = (found: readonly string[]): string[] =>
  found.filter((one) => / (?:headings\/increment|images\/missing-alt) /.test(one));

describe('galley.yml in sub-folders', () => {
  const files = {
    'a.md': DOCUMENT,
    'docs/b.md': DOCUMENT,
    'docs/old/c.md': DOCUMENT,
    'galley.yml': 'rules: { headings/increment: error, images/missing-alt: off }\n',
    'docs/.galley.yml':
      'rules: { headings/increment: info, images/missing-alt: off }\noverrides:\n  - paths: [old/**]\n    rules: { headings/increment: off }\n',
  };

  it('is the configuration of the documents below, with paths relative to its folder', async () => {
    const { found } = await inFolder(files).check(['.']);
    expect(ofInterest(found)).toEqual(['a.md headings/increment error', 'docs/b.md headings/increment info']);
  });

  it('says the same from the sub-folder, and from elsewhere', async () => {
    const folder = inFolder({ ...files, 'other/galley.yml': 'rules: { "*": off }\n' });
    expect(ofInterest((await folder.check(['.'], 'docs')).found)).toEqual(['b.md headings/increment info']);
    expect(ofInterest((await folder.check(['../docs/b.md', '../a.md'], 'other')).found)).toEqual([
      '../a.md headings/increment error',
      '../docs/b.md headings/increment info',
    ]);
  });

  it('leaves links that begin with / relative to the outermost one', async () => {
    const folder = inFolder({ ...files, 'docs/d.md': '# A\n\n[x](/docs/b.md) [y](/b.md)\n' });
    const { found } = await folder.check(['docs/d.md']);
    expect(found.filter((one) => one.includes('links/'))).toEqual([
      'docs/d.md links/missing-document warning',
    ]);
  });

  it('that is wrong ends the run before any file is fixed', async () => {
    const folder = inFolder({
      'a.md': DOCUMENT,
      'z/b.md': DOCUMENT,
      'z/galley.yml': 'rules: { none: off }\n',
    });
    const { code, stdout, stderr } = await folder.run(['check', '.', '--fix']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('(z/galley.yml)');
    expect((await folder.check(['a.md'])).found).toContain('a.md headings/increment warning');
  });

  it('gives a document outside that has none the one of the working directory', async () => {
    const folder = inFolder({
      'a.md': DOCUMENT,
      'work/galley.yml': 'rules: { headings/increment: error }\n',
    });
    expect((await folder.check(['../a.md'], 'work')).found).toContain('../a.md headings/increment error');
  });
});

describe('"extends" of galley.yml', () => {
  it('may name files and families, the later ones win, itself last', async () => {
    const folder = inFolder({
      'docs/a.md': `${DOCUMENT}\nWith Aspose Cells.\n`,
      'docs/galley.yml': 'extends: [cells, ../shared/base.yml]\nrules: { images/missing-alt: info }\n',
      'shared/base.yml':
        'extends: ./most.yml\nrules: { headings/increment: error, images/missing-alt: error }\n',
      'shared/most.yml': 'rules: { headings/increment: off }\n',
    });
    const { found, stderr } = await folder.check(['docs']);
    expect(stderr).toBe('');
    expect(ofInterest(found)).toEqual([
      'docs/a.md headings/increment error',
      'docs/a.md images/missing-alt info',
    ]);
    expect(found).toContain('docs/a.md truth/product-name warning');
  });

  it('leaves the family that was asked for', async () => {
    const folder = inFolder({
      'a.md': '# A\n\nWith Aspose Cells.\n',
      'galley.yml': 'extends: base.yml\n',
      'base.yml': 'rules: { headings/increment: error }\n',
    });
    expect((await folder.check(['a.md', '--family', 'cells'])).found).toContain(
      'a.md truth/product-name warning',
    );
  });

  it.each([
    [
      'a circle, with its files',
      'extends: ../galley.yml\n',
      /circle: .*galley\.yml → .*base\.yml → .*galley\.yml/,
    ],
    [
      'a mistake in a file, with its name',
      'rules: { links/empty: fatal }\n',
      /base\.yml\):\n {2}rules\.links\/empty/,
    ],
    [
      'a file that is not there',
      'extends: ./none.yml\n',
      /base\.yml: "extends" names \.\/none\.yml, which does not exist/,
    ],
  ])('is refused for %s', async (_, base, message) => {
    const folder = inFolder({
      'a.md': DOCUMENT,
      'galley.yml': 'extends: ./base/base.yml\n',
      'base/base.yml': base,
    });
    const { code, stderr } = await folder.check(['a.md']);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('is followed by test-pack', async () => {
    const folder = inFolder({
      'galley.yml':
        'extends: ./base.yml\ntests:\n  - { name: it, document: "# A\\n\\n### B\\n", absent: [headings/*] }\n',
      'base.yml': 'rules: { headings/increment: off }\n',
    });
    expect(await folder.run(['test-pack', 'galley.yml'])).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('"styles" of galley.yml', () => {
  it('names folders of Vale styles, relative to its own', async () => {
    const folder = inFolder({
      'docs/deep/a.md': '# A\n\nA very long day.\n',
      'docs/galley.yml': 'styles: [../styles/House]\nrules: { House.Very: error }\n',
      'styles/House/Very.yml':
        'extends: existence\nmessage: "Avoid \'%s\'."\nlevel: warning\ntokens: [very]\n',
    });
    const { found } = await folder.check(['.'], 'docs/deep');
    expect(found).toContain('a.md House.Very error');
    // The rules of a report are those of all documents.
    const { stdout } = await folder.run(['check', '.', '--format', 'sarif']);
    expect(stdout).toContain('"id": "House.Very"');
  });

  it('that are not there are refused', async () => {
    const folder = inFolder({ 'a.md': DOCUMENT, 'galley.yml': 'styles: [none]\n' });
    expect(await folder.check(['a.md'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('none does not exist'),
    });
  });
});

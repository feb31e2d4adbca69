import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../index.ts';
import { check, code, found, messages, page } from './example-pack.ts';

describe('plugins', () => {
  it('require the plugins that they depend on', () => {
    expect(messages('Acme Merge is fast.\n')).toEqual([
      '"Acme Merge" does not work without "Acme Split", which the document does not mention.',
    ]);
    expect(found('Acme Merge needs Acme Split.\n')).toEqual([]);
    expect(found(`Text.\n\n${code('var a = new Merger();')}`)).toEqual(['missing-requirement new Merger(']);
    expect(found(page('[Acme Split, Acme Merge]', 'Acme Joiner is fast.'))).toEqual([]);
  });

  it('must be declared if the front matter lists any', () => {
    expect(found(page('[Acme Merge]', 'Acme.Sheets with Acme Split, and Acme Merge.'))).toEqual([
      'undeclared-plugin Acme Split',
    ]);
    expect(found('---\ntitle: A\n---\n\nAcme Split.\n')).toEqual([]);
    expect(found(page('none', 'Acme Split.'))).toEqual([]);
  });

  it('are reported if a declared name is a near miss', () => {
    const text = page('\n  - "Acme Splitt"\n  - Acme Sheets for Java\n  - Unrelated', 'Acme Split.');
    expect(messages(text)).toEqual([
      '"Acme Splitt" is no plugin; it is probably meant to be "Acme Split" (90 % alike).',
    ]);
    expect(applyEdits(text, check(text).proposals[0]!.edits)).toContain('- "Acme Split"\n');
  });
});

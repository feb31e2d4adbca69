/** Documents that nobody rewrites have their errors only. */
import { describe, expect, it } from 'vitest';
import { foundRules as found } from './found-rules.ts';

/** Something that nobody who writes this page would be glad to read, once in an ordinary page. */
const FAULTS = '# T\n\n[here](b.md)\n\n### B\n\n![](c.png)\n';

describe('a document that nobody rewrites', () => {
  it.each([
    ['an archive', 'docs/archive/2021.md'],
    ['an archive by its whole name', 'sig/meeting-notes-archive/2021.md'],
    ['minutes', 'community/minutes/may.md'],
    ['a licence', 'LICENSE.md'],
    ['a licence with a name', 'licenses/LICENSE-MIT.md'],
    ['what pages are made from', 'archetypes/concept.md'],
    ['a form', 'docs/report-template.md'],
  ])('is left alone: %s', (_, path) => {
    expect(found(FAULTS, { path })).toEqual([]);
    expect(found(FAULTS, { path, profile: 'strict' }).length).toBeGreaterThan(2);
    const asked = { pack: { rules: { 'headings/increment': 'warning' as const } } };
    expect(found(FAULTS, { path, ...asked })).toEqual(['headings/increment@5']);
    // What is an error is one everywhere.
    expect(found('# T\n\n```js\nopen();\n', { path })).toEqual(['code/unclosed-fence@3']);
  });

  it.each(['docs/archiving.md', 'docs/license.md', 'docs/templates/use.md', 'minutes.md'])(
    'is none for a name like that: %s',
    (path) => {
      expect(found(FAULTS, { path }).length).toBeGreaterThan(2);
    },
  );

  it('has front matter only once it is filled in', () => {
    const text = '---\ntitle: "{{ replace .Name "-" " " | title }}"\n---\n\nText.\n';
    expect(found(text, { path: 'archetypes/concept.md', flavor: 'hugo' })).toEqual([]);
    expect(found(text, { path: 'docs/archive/a.md', flavor: 'hugo' })).toEqual(['front-matter/syntax@2']);
  });
});

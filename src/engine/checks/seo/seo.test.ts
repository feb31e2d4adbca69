import { describe, expect, it } from 'vitest';
import { buildRuleset, validateDocument } from '../../index.ts';

const strict = buildRuleset({ profile: 'strict' });

function check(text: string, ruleset = strict): [string, string][] {
  const { issues } = validateDocument({ text, filePath: 'a.md', ruleset, validationTypes: ['seo'] });
  return issues.map(({ rule_id, start, end }) => [rule_id, text.slice(start, end)]);
}
const page = (title: string, description: string): string =>
  `---\ntitle: ${title}\ndescription: ${description}\n---\n\nText.\n`;
const GOOD = 'How to bring a database back to the state of its last backup.';

describe('search results', () => {
  it('are not checked by default', () => {
    expect(check('---\ntitle: T\n---\n\nText.\n', buildRuleset())).toEqual([]);
  });

  it('want a title of a length that fits', () => {
    expect(check(page('Backups', GOOD))).toEqual([]);
    expect(check(page('ODS', GOOD))).toEqual([['seo/title-length', 'ODS']]);
    expect(check(page(`"${'a'.repeat(71)}"`, GOOD))).toEqual([['seo/title-length', `"${'a'.repeat(71)}"`]]);
    // Two code units each, but one character.
    expect(check(page('😀'.repeat(70), GOOD))).toEqual([]);
  });

  it('take the first heading of level 1, as it is read, for a title', () => {
    expect(check('> # Q\n\n# **ODS**\n\n# A longer one\n')).toEqual([['seo/title-length', '# **ODS**']]);
    expect(check(`# [Backups](${'a'.repeat(80)})\n`)).toEqual([]);
    expect(check('Text.\n')).toEqual([]);
  });

  it('want a description where there is front matter for it', () => {
    expect(check('---\ntitle: Backups\n---\n\nText.\n')).toEqual([['seo/missing-description', '---']]);
    expect(check(page('Backups', ''))).toEqual([['seo/missing-description', 'description']]);
    expect(check('# Backups\n\nText.\n')).toEqual([]);
    expect(check('+++\ntitle = "Backups"\n+++\n\nText.\n')).toEqual([]);
    expect(check('---\ntitle: "Backups\n---\n\nText.\n').map(([rule]) => rule)).not.toContain(
      'seo/title-length',
    );
  });

  it('leave a field to the front matter rules when the pack names it', () => {
    const ruleset = buildRuleset({
      profile: 'strict',
      pack: { front_matter: { recommended: ['description'] } },
    });
    const text = '---\ntitle: Backups\n---\n\nText.\n';
    const { issues } = validateDocument({
      text,
      filePath: 'a.md',
      ruleset,
      validationTypes: ['seo', 'front-matter'],
    });
    expect(issues.map(({ rule_id }) => rule_id)).toEqual(['front-matter/recommended']);
  });

  it('want a description of a length that fits', () => {
    expect(check(page('Backups', 'About backups.'))).toEqual([['seo/description-length', 'About backups.']]);
    expect(check(page('Backups', 'a'.repeat(161)))).toEqual([['seo/description-length', 'a'.repeat(161)]]);
    expect(check('---\ntitle: Backups\ndescription: [a, b]\n---\n\nText.\n')).toEqual([]);
  });
});

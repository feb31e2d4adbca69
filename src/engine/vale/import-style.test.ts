import { strToU8, zipSync } from 'fflate';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { ArchiveError, MAX_ARCHIVE_BYTES, MAX_ARCHIVE_FILES, readStyleArchive, stylesOf } from './archive.ts';
import { exampleStyle, findingsOf } from './example-style.ts';
import { MAX_STYLE_FILE_LENGTH } from './import-style.ts';
import { importedStyleSchema } from './imported-style.ts';

const RULE = 'extends: existence\nmessage: "Avoid \'%s\'."\ntokens: [very]\n';

const zip = (files: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])));

describe('an imported style', () => {
  it('matches the schema of a rule pack and round-trips', () => {
    const style = exampleStyle({
      'A.yml': `${RULE}level: suggestion\nlink: https://example.com\nscope: [heading, list]\nlimit: 2\n`,
      'B.yaml': 'extends: substitution\nmessage: "%s, not %s"\nlevel: error\nswap:\n  - a: b\n  - abc: d\n',
      'meta.json': '{}',
    });
    const kept: unknown = JSON.parse(JSON.stringify(style));
    expect(v.parse(importedStyleSchema, kept)).toEqual(style);
    expect(style.problems).toEqual([]);
    expect(style.rules).toMatchObject([
      { id: 'My.A', level: 'info', link: 'https://example.com', scope: ['heading', 'list'], limit: 2 },
      {
        id: 'My.B',
        level: 'error',
        swap: [
          ['abc', 'd'],
          ['a', 'b'],
        ],
      },
    ]);
  });

  it('lists unsupported rules with the reason', () => {
    const { rules, unsupported } = exampleStyle({
      'Script.yml': 'extends: script\nmessage: m\nscript: |\n  x := 1\n',
      'Sequence.yml': 'extends: sequence\nmessage: m\ntokens: []\n',
      'Link.yml': `${RULE}scope: link\n`,
    });
    expect(rules).toEqual([]);
    expect(unsupported.map(({ rule, reason }) => `${rule}: ${reason}`)).toEqual([
      'My.Link: looks at "link", which is not read here',
      expect.stringContaining('My.Script: "script" runs a program'),
      expect.stringContaining('My.Sequence: "sequence" needs the part of speech'),
    ]);
  });

  it.each([
    ['no YAML', 'extends: [', 'Flow sequence'],
    ['no rule', 'tokens: [a]', 'has no `extends`'],
    ['an unknown check', 'extends: magic\nmessage: m', '"magic", which is no check'],
    ['an unknown level', `${RULE}level: fatal`, 'level: '],
    ['no message', 'extends: existence\ntokens: [a]', 'message: '],
    ['a bad pattern', 'extends: existence\nmessage: m\ntokens: ["(a"]', 'Unterminated group'],
    ['a back reference', 'extends: existence\nmessage: m\ntokens: ["(a)\\\\1"]', 'refers to a group'],
    ['no tokens', 'extends: existence\nmessage: m', 'neither tokens nor raw'],
    ['an unknown figure', 'extends: metric\nmessage: m\nformula: pre\ncondition: "> 1"', 'not counted: pre'],
    ['a bad formula', 'extends: metric\nmessage: m\nformula: (words\ncondition: "> 1"', "can't be read"],
    ['a bad condition', 'extends: metric\nmessage: m\nformula: words\ncondition: "about 1"', 'condition'],
    ['too many aliases', `a: &a [x]\n${RULE}b: [${'*a, '.repeat(200)}]`, 'alias'],
  ])('reports a problem with a file: %s', (_, text, message) => {
    const { rules, problems } = exampleStyle({ 'Rule.yml': text });
    expect(rules).toEqual([]);
    expect(problems).toMatchObject([{ file: 'Rule.yml', message: expect.stringContaining(message) }]);
  });

  it('lists unused fields and keeps the rule', () => {
    const { rules, problems } = exampleStyle({
      'A.yml': `${RULE}tokns: [x]\nscope: [heading, link]\n`,
      'B.yml': 'extends: spelling\nmessage: m\ndictionaries: [de]\nignore: [My/words.txt, My/none.txt]\n',
      'words.txt': '# names\nGalley\n\n',
      'Long.yml': 'x'.repeat(MAX_STYLE_FILE_LENGTH + 1),
    });
    expect(rules).toMatchObject([{ id: 'My.A' }, { id: 'My.B', ignore: ['Galley'] }]);
    expect(problems.map(({ file, message }) => `${file} ${message}`)).toEqual([
      'A.yml looks at "link", which is not read here',
      'A.yml has fields that are not used here: tokns',
      'B.yml has fields that are not used here: dictionaries',
      'B.yml names a list of words that is not there: My/none.txt',
      expect.stringContaining('Long.yml is longer than'),
    ]);
  });

  it('creates rules from a vocabulary', () => {
    const style = exampleStyle({
      'accept.txt': 'JavaScript\nNode.js\n[Kk]ubernetes\nwalkthrough\n# a comment\n',
      'reject.txt': 'blacklist\n(?i)whitelist\n',
    });
    const text = 'Javascript, JavaScript, node.js, nodeXjs, Kubernetes, Walkthrough, blacklist, Whitelist.';
    expect(findingsOf(style, text).map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([
      "My.Terms: Use 'JavaScript' instead of 'Javascript'.",
      "My.Terms: Use 'Node.js' instead of 'node.js'.",
      "My.Avoid: Avoid using 'blacklist'.",
      "My.Avoid: Avoid using 'Whitelist'.",
    ]);
  });
});

describe('an archive of styles', () => {
  it('has one style per folder with rules, and one vocabulary for all', () => {
    const styles = readStyleArchive(
      zip({
        'styles/Google/Very.yml': RULE,
        'styles/Google/meta.json': '{}',
        'styles/Own Style/Very.yml': RULE,
        'styles/config/vocabularies/Base/accept.txt': 'Galley\n',
        '.github/workflows/ci.yml': 'on: push\n',
        '__MACOSX/styles/Google/._Very.yml': RULE,
      }),
    );
    expect(styles.map(({ name, rules }) => [name, rules.map(({ id }) => id)])).toEqual([
      ['Google', ['Google.Very']],
      ['Own-Style', ['Own-Style.Very']],
      ['Vale', ['Vale.Terms']],
    ]);
    expect(styles[2]?.vocab.accept).toEqual(['Galley']);
  });

  it('may have rules outside any folder', () => {
    expect(readStyleArchive(zip({ 'Very.yml': RULE })).map(({ name }) => name)).toEqual(['Style']);
    expect(stylesOf(new Map())).toEqual([]);
  });

  it('is rejected if it is not a .zip or too large', () => {
    expect(() => readStyleArchive(strToU8('no archive at all, whatever its name says'))).toThrow(
      ArchiveError,
    );
    const many = Object.fromEntries(
      Array.from({ length: MAX_ARCHIVE_FILES + 1 }, (_, n) => [`a/${n}.yml`, '']),
    );
    expect(() => readStyleArchive(zip(many))).toThrow('files');
    const large = zipSync({ 'a/A.yml': new Uint8Array(MAX_ARCHIVE_BYTES + 1) });
    expect(large.length).toBeLessThan(100_000);
    expect(() => readStyleArchive(large)).toThrow('bytes');
  });
});

const wordy = (scope: string): string =>
  `extends: substitution\nmessage: "Use '%s' instead of '%s'."\nignorecase: true\nscope: ${scope}\nswap: { in order to: to }\n`;

describe('a scope that only says where not to look', () => {
  const text = '# In order to win\n\nWe do it in order to win.\n';

  it.each([
    ['[~text.frontmatter.nav]', 2],
    ['~text.frontmatter', 2],
    ['~link & ~heading', 1],
    ['heading & ~alt', 1],
    ['[heading, ~text.frontmatter.nav]', 2],
    ['[paragraph & ~code]', 1],
  ])('keeps its rule, for what is not read can not be in the way: %s', (scope, count) => {
    const style = exampleStyle({ 'Wordy.yml': wordy(scope) });
    expect(style.unsupported).toEqual([]);
    expect(style.problems).toEqual([]);
    expect(findingsOf(style, text)).toHaveLength(count);
  });

  it('is no reason to run a rule that looks at what is not read', () => {
    expect(exampleStyle({ 'Wordy.yml': wordy('[link & ~heading]') }).rules).toEqual([]);
  });
});

describe('a rule of which some patterns can not be used', () => {
  it('runs with the others, and says how many it lacks', () => {
    const style = exampleStyle({
      'Tokens.yml': `extends: existence\nmessage: "No '%s'."\nnonword: true\ntokens:\n  - 'foo'\n  - 'bar(.)\\1{3,}'\n  - 'b[ao]z'\n  - '(x)\\2{3,}'\n`,
      'Swap.yml': `extends: substitution\nmessage: "%s, not %s"\nswap:\n  '(u)\\1': v\n  colour: color\n`,
      'Repeat.yml': `extends: repetition\nmessage: "'%s' again"\ntokens: ['[a-z]+', '(a)\\1']\n`,
      'Either.yml': `extends: consistency\nmessage: "'%s'"\neither: { advisor: adviser, '(a)\\1': b }\n`,
    });
    expect(style.rules.map(({ id }) => id)).toEqual(['My.Either', 'My.Repeat', 'My.Swap', 'My.Tokens']);
    expect(style.problems.map(({ file, message }) => `${file} ${message}`)).toEqual([
      expect.stringMatching(/^Either\.yml runs without 1 of its 2 `either`: it refers to a group/),
      expect.stringMatching(/^Repeat\.yml runs without 1 of its 2 `tokens`: it refers to a group/),
      expect.stringMatching(/^Swap\.yml runs without 1 of its 2 `swap`: it refers to a group/),
      expect.stringMatching(/^Tokens\.yml runs without 2 of its 4 `tokens`: the first refers to a group/),
    ]);
    expect(findingsOf(style, 'A foo, a baz, a colour.\n').map(({ ruleId }) => ruleId)).toEqual([
      'My.Swap',
      'My.Tokens',
      'My.Tokens',
    ]);
  });

  it('is refused when it has no other, or when a part of its one pattern is', () => {
    const style = exampleStyle({
      'Tokens.yml': `extends: existence\nmessage: m\ntokens: ['(x)\\1', '(y)\\1']\n`,
      'Raw.yml': `extends: existence\nmessage: m\nraw: ['a', '(y)\\1']\n`,
    });
    expect(style.rules).toEqual([]);
    expect(style.problems).toHaveLength(2);
  });
});

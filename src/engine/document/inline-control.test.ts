import { describe, expect, it } from 'vitest';
import { buildRuleset, validateDocument } from '../index.ts';

const ruleset = buildRuleset();

const rules = (text: string): string[] =>
  validateDocument({ text, filePath: 'a.md', ruleset }).issues.map(({ rule_id }) => rule_id);

describe('comments that switch markdownlint rules off', () => {
  it('hold for the rule of ours that owns the fact', () => {
    expect(rules('# A\n\n<!-- markdownlint-disable MD001 -->\n\n### B\n\nText.\n')).toEqual([]);
    expect(rules('# A\n\n<!-- markdownlint-disable-next-line heading-increment -->\n### B\n')).not.toContain(
      'headings/increment',
    );
    expect(rules('# A\n\n### B\n\nText.\n\n<!-- markdownlint-disable-file -->\n')).toEqual([]);
  });

  it('end where the comment says so', () => {
    const text =
      '<!-- markdownlint-disable MD045 -->\n# A\n\n![](a)\n\n<!-- markdownlint-enable MD045 -->\n\n![](b)\n';
    const { issues } = validateDocument({
      text,
      filePath: 'a.md',
      ruleset,
      validationTypes: ['images'],
    });
    expect(issues.map(({ snippet }) => snippet)).toEqual(['![](b)']);
  });

  it('configure markdownlint for their document', () => {
    const text =
      '# A\n\n<!-- markdownlint-configure-file { "line-length": { "line_length": 20 } } -->\n\nA line of more than 20.\n';
    expect(rules(text)).toEqual(['MD013', 'MD013']);
    expect(
      rules('# A\n\n<!-- markdownlint-configure-file { "MD001": false } -->\n\n### B\n\nText.\n'),
    ).toEqual([]);
  });

  it('are named when they can not be read', () => {
    expect(rules('# A\n\n<!-- markdownlint-configure-file {"MD013": -->\n')).toEqual([
      'document/inline-configuration',
    ]);
    expect(rules('# A\n\n<!-- galley-configure-file {} -->\n')).toEqual(['document/inline-configuration']);
  });

  it('cannot bring in a regular expression: a hostile one would hang the run', () => {
    const hostile = '<!-- markdownlint-configure-file { "MD051": { "ignored_pattern": "(a+)+$" } } -->';
    expect(rules(`# A\n\n${hostile}\n\n[x](#a)\n`)).toContain('document/inline-configuration');
  });

  it('take any rule in our own form, by name or by prefix', () => {
    expect(rules('# A\n\n<!-- galley-disable-next-line headings/increment -->\n### B\n')).not.toContain(
      'headings/increment',
    );
    expect(rules('# A\n\n<!-- galley-disable headings/* MD022 -->\n### B\n\nText.\n')).toEqual([]);
    expect(
      rules('# A  \n\n<!-- galley-disable -->\n\nB\n\n<!-- galley-enable headings/* -->\n\n### C\n'),
    ).toContain('headings/increment');
    expect(rules('# A\n\n### B\n\n```html\n<!-- galley-disable-file -->\n```\n')).toContain(
      'headings/increment',
    );
  });

  it('are captured and restored', () => {
    const text =
      '# A\n\n<!-- galley-capture -->\n<!-- galley-disable images/* -->\n\n![](a)\n\n<!-- galley-restore -->\n\n![](b)\n';
    const { issues } = validateDocument({ text, filePath: 'a.md', ruleset, validationTypes: ['images'] });
    expect(issues.map(({ snippet }) => snippet)).toEqual(['![](b)']);
  });
});

/** Findings as `rule@line:column`. */
function found(text: string, options: Parameters<typeof buildRuleset>[0] = {}): string[] {
  const { issues } = validateDocument({ text, filePath: 'a.md', ruleset: buildRuleset(options) });
  return issues.map(({ rule_id, line, column }) => `${rule_id}@${line}:${column}`);
}

describe('comments that a document only shows', () => {
  const bad = '![](a)';
  it.each([
    ['in inline code', '`<!-- galley-disable -->`'],
    ['in two backticks', 'Write ``<!-- galley-disable-file -->`` for that.'],
    ['in a fenced block', '```html\n<!-- galley-disable-file -->\n```'],
    ['in an indented block', 'Text:\n\n    <!-- galley-disable -->'],
    ['in an indented block of a list', '- Item\n\n      <!-- galley-disable -->'],
    ['after a backslash', '\\<!-- galley-disable-file -->'],
    ['in code, for markdownlint', '`<!-- markdownlint-disable -->`'],
    ['in code, as a configuration', '`<!-- markdownlint-configure-file { "default": false } -->`'],
    ['in code, with a mistake', '`<!-- galley-disable nothing/such -->` and `<!-- galley-disable`'],
  ])('switch nothing off: %s', (_, shown) => {
    const lines = shown.split('\n').length;
    expect(found(`# A\n\n${shown}\n\n${bad}\n`)).toEqual([`images/missing-alt@${lines + 4}:1`]);
  });

  it('are read by markdownlint, so they hold for its own rules', () => {
    expect(found('# A\n\n`<!-- markdownlint-disable -->`\n\na\tb\n')).toEqual([]);
  });

  it('are comments all the same in a block of HTML', () => {
    expect(found(`# A\n\n<div>\n<!-- galley-disable -->\n</div>\n\n${bad}\n`)).toEqual([]);
  });
});

describe('comments over several lines', () => {
  it('configure markdownlint', () => {
    const lines = '<!-- markdownlint-configure-file {\n  "MD007": {\n    "indent": 4\n  }\n} -->';
    const list = '# A\n\n* a\n  * b\n';
    expect(found(list)).toEqual([]);
    expect(found(`${list}\n${lines}\n`)).toEqual(['MD007@4:1']);
    expect(
      found(`# A\r\n\r\na\tb\r\n\r\n<!--\r\nmarkdownlint-configure-file\r\n{ "MD010": false }\r\n-->\r\n`),
    ).toEqual([]);
  });

  it('configure however long they are', () => {
    const long = JSON.stringify(
      { MD044: { names: Array.from({ length: 2_000 }, (_, i) => `Name${i}`) }, MD010: false },
      null,
      2,
    );
    expect(found(`# A\n\na\tb\n\n<!-- markdownlint-configure-file ${long} -->\n`)).toEqual([]);
  });

  it('switch, in our own form', () => {
    expect(found('# A\n\n<!-- galley-disable\n  images/*\n  MD010\n-->\n\n![](a) a\tb\n')).toEqual([]);
    expect(
      found('# A\n\n<!-- galley-disable-next-line\n  images/missing-alt -->\n![](a)\n\n![](b)\n'),
    ).toEqual(['images/missing-alt@7:1']);
    expect(found('# A\n\n> <!-- galley-disable\n> images/missing-alt -->\n\n![](a)\n')).toEqual([]);
  });

  it('are named where they have no effect', () => {
    expect(found('# A\n\n<!-- markdownlint-disable\nMD045 -->\n\n![](b)\n')).toEqual([
      'document/inline-configuration@3:1',
      'images/missing-alt@6:1',
    ]);
  });
});

describe('comments that have no effect', () => {
  it.each([
    ['is not closed, in a block', '<!-- galley-disable'],
    ['is not closed, in a paragraph', 'Text <!-- galley-disable images/*'],
    ['has a verb that there is not', '<!-- galley-disabled -->'],
    ['has a verb that there is not, for markdownlint', '<!-- markdownlint-disable-nextline MD010 -->'],
    ['is JSON that is broken over several lines', '<!-- markdownlint-configure-file {\n"MD010": \n} -->'],
    ['is no configuration', '<!-- markdownlint-configure-file [] -->'],
    ['lacks the spaces that Vale wants', '<!-- vale Style.Rule=NO -->'],
    ['is no answer that Vale knows', '<!-- vale Style.Rule = MAYBE -->'],
    ['is no list of words', '<!-- vale Style.Rule[x] = NO -->'],
  ])('are findings: one %s', (_, comment) => {
    expect(found(`# A\n\n${comment}\n`)[0]).toMatch(/^document\/inline-configuration@3:/);
  });

  it.each([
    '<!-- vale is a nice tool -->',
    '<!-- galley-proof, see above -->',
    '<!-- markdownlint-cli2 finds this -->',
  ])('are not what is said about the tools: %s', (comment) => {
    expect(found(`# A\n\n${comment}\n`)).toEqual([]);
  });

  it('are findings of their own when they name no rule', () => {
    expect(found('# A\n\n<!-- markdownlint-disable MD010 MD999 -->\n\na\tb\n')).toEqual([
      'document/unknown-rule@3:33',
    ]);
    expect(found('# A\n\n<!-- galley-disable-line imges/* -->\n')).toEqual(['document/unknown-rule@3:26']);
    expect(found('# A\n\n<!-- markdownlint-configure-file { "no-hard-tab": false } -->\n')).toEqual([
      'document/unknown-rule@3:1',
    ]);
    expect(found('# A\n\n<!-- galley-disable images/* MD010 hard_tabs whitespace -->\n')).toEqual([
      'document/unknown-rule@3:36',
    ]);
    expect(found('# A\n\n<!-- galley-disable-file document/unknown-rule mine/own -->\n')).toEqual([]);
  });
});

const tabs = (comment: string, configuration = ''): string =>
  `# A\n\na\tb\n\n${comment}\n\na\tb\n${configuration}`;

describe('rules that the configuration has switched off', () => {
  const off = '\n<!-- markdownlint-configure-file { "MD010": false } -->\n';

  it.each([
    '<!-- markdownlint-enable MD010 -->',
    '<!-- markdownlint-enable -->',
    '<!-- markdownlint-enable whitespace -->',
    '<!-- galley-enable MD010 -->',
  ])('are switched on below a comment, as in markdownlint: %s', (comment) => {
    const inFile = { markdownlint: { MD010: false } };
    expect(found(tabs(comment, off), { profile: 'markdownlint' })).toContain('MD010@7:2');
    expect(found(tabs(comment, off), { profile: 'markdownlint' })).not.toContain('MD010@3:2');
    expect(found(tabs(comment), { ...inFile, profile: 'markdownlint' })).toContain('MD010@7:2');
    expect(found(tabs(comment), inFile)).toContain('MD010@7:2');
  });

  it('are switched on in the whole document', () => {
    expect(found(tabs('<!-- markdownlint-enable-file MD010 -->', off))).toEqual(['MD010@3:2', 'MD010@7:2']);
  });

  it('are switched on with the rules of ours that own the fact, or by their own name', () => {
    const image = '# A\n\n<!-- COMMENT -->\n\n![](a)\n';
    const settings = { 'images/missing-alt': 'off' };
    expect(
      found(image.replace('COMMENT', 'markdownlint-enable MD045'), { markdownlint: { MD045: false } }),
    ).toContain('images/missing-alt@5:1');
    expect(
      found(image.replace('COMMENT', 'galley-enable images/missing-alt'), { pack: { rules: settings } }),
    ).toEqual(['images/missing-alt@5:1']);
  });

  it('stay off after a pair of comments that leaves something out', () => {
    const long = `${'word '.repeat(40)}\n`;
    const pair = (names: string): string =>
      `# A\n\n<!-- markdownlint-disable ${names} -->\n\n${long}\n<!-- markdownlint-enable ${names} -->\n\n${long}`;
    expect(found(pair('MD013')).filter((one) => one.startsWith('MD013'))).toEqual([]);
    expect(found(pair('')).filter((one) => one.startsWith('MD013'))).toEqual([]);
  });
});

describe('a configuration in several comments', () => {
  it('is one configuration, as in markdownlint', () => {
    const one = '<!-- markdownlint-configure-file { "MD010": false } -->\n';
    const other = '<!-- markdownlint-configure-file { "default": true, "MD013": false } -->\n';
    expect(found(`# A\n\na\tb\n\n${one}${other}`, { profile: 'markdownlint' })).toEqual([]);
    expect(
      found(`# A\n\na\tb\n\n${other}`, { profile: 'markdownlint', markdownlint: { MD010: false } }),
    ).toEqual([]);
  });
});

it('lets a rule pack silence names that another tool knows', () => {
  const text = '# A\n\n<!-- markdownlint-disable our-own-rule -->\n';
  expect(found(text)).toEqual([]);
  expect(found(text, { profile: 'strict' })).toContain('document/unknown-rule@3:27');
  expect(found(text, { pack: { rules: { 'document/unknown-rule': 'info' } } })).toEqual([
    'document/unknown-rule@3:27',
  ]);
  expect(found(text, { pack: { rules: { 'document/unknown-rule': 'off' } } })).toEqual([]);
});

it('reads hostile comments in bounded time', () => {
  for (const part of [
    '<!-- galley-disable ',
    '<!--',
    `<!-- vale ${'['.repeat(40)} `,
    '<!-- vale a = ',
    '<!--galley-',
    '<!-- markdownlint-disable a -->',
  ]) {
    const text = `x ${part.repeat(Math.ceil(200_000 / part.length))}`;
    expect(found(text).length).toBeLessThanOrEqual(1_001);
  }
});

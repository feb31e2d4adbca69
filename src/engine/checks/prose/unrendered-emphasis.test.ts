import { describe, expect, it } from 'vitest';
import { applyEdits, buildRuleset, validateDocument, type Flavor } from '../../index.ts';

const check = (text: string, flavor?: Flavor) => {
  const ruleset = buildRuleset({ ...(flavor && { flavor }) });
  const report = validateDocument({ text, filePath: 'a.md', ruleset, validationTypes: ['prose'] });
  return report.issues
    .map((issue, index) => ({ ...issue, edits: report.issueEdits[index] ?? [] }))
    .filter(({ rule_id }) => rule_id === 'prose/unrendered-emphasis');
};

describe('emphasis that CommonMark does not see', () => {
  it.each([
    ['a full stop inside', '这是**强调。**然后继续。', '这是**强调**。然后继续。'],
    ['brackets inside', '**강조(emphasis)**를 씁니다.', '**강조(emphasis)** 를 씁니다.'],
    ['quotes at both ends', '被称为**“并发”**的代码。', '被称为 **“并发”** 的代码。'],
    ['code inside', 'これは**`code`**です。', 'これは **`code`** です。'],
    ['one mark', '在你的*路徑（path）*中看到', '在你的*路徑（path）* 中看到'],
    ['in a heading', '## 这是**强调。**然后', '## 这是**强调**。然后'],
    ['in a cell', '| a |\n| - |\n| 是**强调。**然 |', '| a |\n| - |\n| 是**强调**。然 |'],
  ])('is found, with an edit that mends it: %s', (_, text, mended) => {
    const [issue, ...more] = check(`${text}\n`);
    expect(more).toEqual([]);
    expect(issue).toMatchObject({ level: 'warning', fixable: 'suggest' });
    expect(applyEdits(`${text}\n`, issue?.edits ?? [])).toBe(`${mended}\n`);
    expect(check(`${mended}\n`)).toEqual([]);
  });

  it.each([
    ['is rendered', '这是**强调**，然后**继续。** 好'],
    ['is escaped', '这是\\*\\*强调。\\*\\*然后'],
    ['is code', '这是`**强调。**然后`'],
    ['is arithmetic', '2*3 和 4*5。'],
    ['has spaces inside', '这是** 强调。 **然后'],
    ['is in Latin letters', 'pow(**kwargs)**2'],
    ['is in two paragraphs', '这是**强调。\n\n然后**继续'],
  ])('is not found where it %s', (_, text) => {
    expect(check(`${text}\n`)).toEqual([]);
  });

  it.each<Flavor>(['mkdocs', 'kramdown'])('is rendered by the parser of %s', (flavor) => {
    expect(check('这是**强调。**然后继续。\n', flavor)).toEqual([]);
  });
});

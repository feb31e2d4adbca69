import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMap, isNode, isScalar } from 'yaml';
import { readPlainFields, type PlainField } from './plain-yaml.ts';
import { parseYaml } from './yaml-source.ts';

/** The fields as the library reads them; null when it finds anything wrong, or no mapping. */
function fieldsOfLibrary(source: string): [string, PlainField][] | null {
  const { document, loose } = parseYaml(source);
  const { contents, errors, warnings } = document;
  if (errors.length > 0 || warnings.length > 0 || loose.length > 0 || !isMap(contents)) return null;
  return contents.items.map(({ key, value }) => {
    const [keyStart, keyEnd] = (isNode(key) && key.range) || [-1, -1];
    const [valueStart, valueEnd] = (isNode(value) && value.range) || [-1, -1];
    const text = isScalar(value) ? textOf(value.value) : null;
    const name = isScalar(key) && typeof key.value === 'string' ? key.value : '?';
    return [name, { text, keyStart, keyEnd, valueStart, valueEnd }];
  });
}

function textOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value.trim() : JSON.stringify(value);
}

const PIECES = [
  Array.from('#:- \n\r\t[]{}"\'*|>%@`?~\\_é中\u00A0'),
  [
    'a',
    'b c',
    'Key',
    'x.y',
    'true',
    'null',
    'No',
    'a:b',
    'a#b',
    ' #c',
    '“q”',
    '(x)',
    '/path',
    'http://a.b/c',
  ],
  ['0', '007', '12', '1.5', '2.0.0', '1e3', '0x1F', '2026-01-31', '2026-01-31T10:00:00Z', '1/2', '-1', '.5'],
  [
    ': ',
    '  ',
    '    ',
    '\r\n',
    '- ',
    '\n  ',
    '\n- ',
    '\n  - ',
    '\n    ',
    '\nkey: ',
    '...',
    '---',
    '<<: ',
    '? ',
  ],
  ['[]', '[a, b]', '[/a/b/,/c]', '["a"]', ', ', '"a: b"', "'it''s'", '""', '&a ', '!t '],
].flat();
const KEYS = ['a', 'b', 'title', 'external help file', 'x.y', 'true', '1', '"q"', ''];
const VALUES = [
  [
    '',
    'word',
    'two words',
    '"a b"',
    "'a'",
    '12',
    '2026-01-31',
    '[a, b]',
    '[]',
    'a: b',
    'a #b',
    'https://a.b/c#d',
  ],
  [
    'true',
    'True',
    'null',
    '~',
    '-',
    '- a',
    '> ',
    '|',
    '"a',
    '"a" b',
    '[a',
    '[a,]',
    '[ "a" , b c ]',
    'a  ',
    'a:',
  ],
].flat();
const line = fc
  .record({
    indent: fc.constantFrom('', '', '', '  ', '  ', '    ', ' '),
    dash: fc.constantFrom('', '', '', '', '- ', '-'),
    key: fc.constantFrom(...KEYS),
    gap: fc.constantFrom(': ', ': ', ':', ':  '),
    value: fc.constantFrom(...VALUES),
    end: fc.constantFrom('', '', '', ' ', '  '),
    ending: fc.constantFrom('\n', '\n', '\n', '\r\n'),
  })
  .map(({ indent, dash, key, gap, value, end, ending }) => {
    const field = dash === '' || value === '' ? `${key}${gap}` : '';
    return `${indent}${dash}${field}${value}${end}${ending}`;
  });
const texts = fc.oneof(
  fc.array(line, { minLength: 1, maxLength: 8 }).map((lines) => lines.join('')),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((parts) => `a: ${parts.join('')}\n`),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((parts) => parts.join('')),
);

describe('the fields of plain YAML', () => {
  it('are those that the library reads, or are left to it', () => {
    let read = 0;
    fc.assert(
      fc.property(texts, (source) => {
        const fields = readPlainFields(source);
        if (!fields) return;
        read += 1;
        expect([...fields], JSON.stringify(source)).toStrictEqual(fieldsOfLibrary(source));
      }),
      { numRuns: 5_000 },
    );
    expect(read).toBeGreaterThan(100);
  });

  it('are read of what pages mostly have', () => {
    const source = [
      'title: "A page: its title"',
      "description: It's about `code` (and more).",
      'external help file: A.B.dll-Help.xml',
      'ms.date: 01/18/2026',
      'draft: false',
      'weight: 10',
      'aliases: [/a/b/,/c, "d"]',
      'params:',
      '  functions:',
      '    aliases: []',
      '    returnType: string',
      'tags:',
      '- one',
      '- two words',
      'empty:',
      '',
    ].join('\n');
    const fields = readPlainFields(source);
    expect([...(fields ?? [])].map(([name, { text }]) => [name, text])).toStrictEqual([
      ['title', 'A page: its title'],
      ['description', "It's about `code` (and more)."],
      ['external help file', 'A.B.dll-Help.xml'],
      ['ms.date', '01/18/2026'],
      ['draft', 'false'],
      ['weight', '10'],
      ['aliases', null],
      ['params', null],
      ['tags', null],
      ['empty', ''],
    ]);
    expect([...(fields ?? [])]).toStrictEqual(fieldsOfLibrary(source));
  });

  it('are left to the library where a space or a bracket too many would take long', () => {
    expect(readPlainFields(`a:${' '.repeat(30_000)}\t\n`)).toBeNull();
    expect(readPlainFields(`a: b${' '.repeat(30_000)}\t\n`)).toBeNull();
    expect(readPlainFields(`a: [${'b '.repeat(15_000)}\n`)).toBeNull();
    expect(readPlainFields(`${'a '.repeat(15_000)}\n`)).toBeNull();
  });
});

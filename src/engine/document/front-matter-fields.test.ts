import { describe, expect, it } from 'vitest';
import { readFrontMatterFields } from './front-matter-fields.ts';
import { ParsedDocument } from './parsed-document.ts';

function fieldsOf(text: string): Record<string, unknown> | null {
  const fields = readFrontMatterFields(new ParsedDocument(text));
  return (
    fields &&
    Object.fromEntries(
      Array.from(fields, ([name, { text: value, keyStart, keyEnd, valueStart, valueEnd }]) => [
        name,
        [value, text.slice(keyStart, keyEnd), text.slice(valueStart, valueEnd)],
      ]),
    )
  );
}

describe('front matter fields', () => {
  it('have their text and their place', () => {
    const text =
      '---\ntitle: "A \\"b\\""\nweight: 10\ntags: [a, b]\n"quoted key": x # comment\nempty:\n---\n';
    const expected = {
      title: ['A "b"', 'title', '"A \\"b\\""'],
      weight: ['10', 'weight', '10'],
      tags: [null, 'tags', '[a, b]'],
      'quoted key': ['x', '"quoted key"', 'x'],
      empty: ['', 'empty', ''],
    };
    expect(fieldsOf(text)).toEqual(expected);
    expect(fieldsOf(`\uFEFF${text.replaceAll('\n', '\r\n')}`)).toEqual(expected);
    expect(fieldsOf(text.replaceAll('\n', '\r'))).toEqual(expected);
  });

  it('are none where there is no mapping to read', () => {
    expect(fieldsOf('Text.\n')).toBeNull();
    expect(fieldsOf('---\n- a\n---\n')).toBeNull();
    expect(fieldsOf('---\ntitle: A\n\nText.\n')).toBeNull();
    expect(fieldsOf('+++\ntitle = "A"\n+++\n')).toBeNull();
    expect(fieldsOf(`---\ntitle: ${'a'.repeat(32_000)}\n---\n`)).toBeNull();
    expect(fieldsOf('---\n# nothing yet\n---\n')).toEqual({});
  });
});

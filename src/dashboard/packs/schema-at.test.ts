import { describe, expect, it } from 'vitest';
import { fieldsOf, helpAt, keysAt, type Schema } from './schema-at.ts';

const PACK = `title: Guides
terms:
  - name: Aspose.Cells
    kind: product
gate:
  all: { error: 3 }

`;
const SCHEMA: Schema = {
  properties: {
    gate: { properties: { all: { description: 'all findings' } } },
    rules: { additionalProperties: { anyOf: [{ enum: ['off'] }] } },
    terms: { items: { properties: { name: {}, kind: { enum: ['term'] } } } },
  },
};
const at = (words: string) => PACK.indexOf(words) + 2;

describe('a place in a pack', () => {
  it('is told by its keys', () => {
    expect(keysAt(PACK, at('title'))).toEqual(['title']);
    expect(keysAt(PACK, at('kind'))).toEqual(['terms', 'kind']);
    expect(keysAt(PACK, at('- name'))).toEqual(['terms', 'name']);
    expect(keysAt(PACK, at('error: 3'))).toEqual(['gate', 'all']);
    expect(keysAt(PACK, PACK.length)).toEqual([]);
    expect(keysAt(`${PACK}rules:\n  `, PACK.length + 9)).toEqual(['rules']);
    expect(keysAt('', 0)).toEqual([]);
  });

  it('has what the schema says about it', () => {
    expect(helpAt(SCHEMA, ['terms', 'kind'])).toMatchObject({
      keys: ['terms', 'kind'],
      schema: { enum: ['term'] },
    });
    expect(helpAt(SCHEMA, ['gate', 'all', 'nonsense'])).toMatchObject({ keys: ['gate', 'all'] });
    expect(helpAt(SCHEMA, ['rules', 'MD013'])?.keys).toEqual(['rules', 'MD013']);
    expect(helpAt(SCHEMA, ['nonsense'])).toBeUndefined();
    expect(fieldsOf(helpAt(SCHEMA, ['terms'])!.schema).map(([name]) => name)).toEqual(['name', 'kind']);
    expect(fieldsOf(SCHEMA).map(([name]) => name)).toEqual(['gate', 'rules', 'terms']);
  });
});

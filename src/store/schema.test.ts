import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import * as schema from './schema.ts';

const squeeze = (text: string) => text.replaceAll(/[\s`]+/g, ' ').trim();

it('declares every trigger of the migrated database, and no other', async () => {
  const { results } = await env.DB.prepare(
    `select name, tbl_name, sql from sqlite_master where type = 'trigger' order by name`,
  ).all<{ name: string; tbl_name: string; sql: string }>();
  const actual = results.map(({ name, tbl_name, sql }) => ({
    name,
    on: tbl_name,
    when: /CREATE TRIGGER \w+ ((?:AFTER|INSTEAD OF) .*?) ON /
      .exec(squeeze(sql))?.[1]
      ?.replace(/^(?:AFTER|INSTEAD OF) \w+/, (verb) => verb.toLowerCase())
      .replace(' OF ', ' of '),
    keeps: [
      ...new Set(
        [...sql.matchAll(/(?:INSERT INTO|(?<!AFTER |DO )UPDATE|DELETE FROM) (\w+)/g)].map(
          ([, table]) => table,
        ),
      ),
    ],
  }));
  const declared = [
    ...schema.backupTriggers,
    ...schema.documentTriggers,
    ...schema.validationTriggers,
    ...schema.recommendationTriggers,
    ...schema.qualityTriggers,
  ];
  expect(actual).toEqual(declared.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
});

it('declares every full-text index of the migrated database, and no other', async () => {
  const { results } = await env.DB.prepare(
    `select name, sql from sqlite_master where sql like 'create virtual table%' order by name`,
  ).all<{ name: string; sql: string }>();
  const actual = results.map(({ name, sql }) => {
    const [, options = ''] = /using fts5\(([\s\S]*)\)/i.exec(sql) ?? [];
    return {
      name,
      columns: options
        .split(',')
        .map((part) => part.trim())
        .filter((part) => !part.includes('=')),
      tokenize: /tokenize = '([^']*)'/.exec(options)?.[1],
    };
  });
  expect(actual).toEqual([...schema.documentSearchTables, ...schema.validationSearchTables]);
});

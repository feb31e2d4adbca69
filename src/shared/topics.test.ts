import { describe, expect, it } from 'vitest';
import { matchesTopics, parseTopic } from './topics.ts';

const ID = '019ab3f0-1c2d-7e3f-8a4b-5c6d7e8f9a0b';

describe('parseTopic', () => {
  it.each([
    ['validation_updates', { all: true }],
    [`validation_${ID}`, { key: 'validation_id', value: ID }],
    [`recommendation_${ID}`, { key: 'recommendation_id', value: ID }],
    [ID, { key: 'workflow_id', value: ID }],
    ['family_cells', { key: 'family', value: 'cells' }],
  ])('reads %s', (topic, filter) => {
    expect(parseTopic(topic)).toEqual({ topic, ...filter });
  });

  it.each([
    '',
    'validation_',
    'validation_1',
    `validation_${ID}x`,
    `validation_${ID.toUpperCase()}`,
    'family_',
    'family_A b',
  ])('knows no topic "%s"', (topic) => expect(parseTopic(topic)).toBeNull());
});

it('puts an event on the topics of everything it is about', () => {
  const about = { validation_id: ID, family: 'cells' };
  const on = (...topics: string[]) =>
    matchesTopics(
      about,
      topics.flatMap((topic) => parseTopic(topic) ?? []),
    );
  expect(on('validation_updates')).toBe(true);
  expect(on('family_words', `validation_${ID}`)).toBe(true);
  expect(on('family_words', `recommendation_${ID}`, ID)).toBe(false);
});

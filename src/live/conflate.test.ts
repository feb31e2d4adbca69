import { expect, it } from 'vitest';
import type { LiveEvent } from '../shared/events.ts';
import { conflate } from './conflate.ts';
import { toEntry } from './entry.ts';

const entry = (id: number, type: string, workflow_id?: string) =>
  toEntry({ id, type, workflow_id } as unknown as LiveEvent);

it('keeps the latest progress of each workflow, and all that is not progress', () => {
  const entries = [
    entry(1, 'workflow_progress', 'a'),
    entry(2, 'workflow_progress', 'b'),
    entry(3, 'validation_created', 'a'),
    entry(4, 'workflow_progress', 'a'),
    entry(5, 'workflow_completed', 'a'),
    entry(7, 'workflow_progress', 'b'),
  ];
  expect(conflate(entries).map(({ event: { id } }) => id)).toEqual([3, 4, 5, 7]);
});

it('leaves alone what has no progress in it', () => {
  const entries = [entry(1, 'validation_created'), entry(2, 'validation_created')];
  expect(conflate(entries)).toBe(entries);
});

import { expect, it } from 'vitest';
import { MAX_DATA_POINTS } from '../shared/limits.ts';
import { toDataPoints } from './data-points.ts';
import { DURATION_BOUNDS } from './definitions.ts';
import { Registry } from './registry.ts';

it('have the name, the labels and the value, and the buckets of a histogram', () => {
  const registry = new Registry();
  registry.add('validations', ['words', 'pass'], 3);
  registry.sample('connections', ['hub-0'], 2);
  registry.observe('d1_query_duration_seconds', ['batch'], 0.007);
  registry.observe('d1_query_duration_seconds', ['batch'], 60);
  const buckets = [0, 1, ...DURATION_BOUNDS.slice(2).map(() => 0), 1];
  expect(toDataPoints(registry.peek())).toEqual({
    leftOut: 0,
    points: [
      { indexes: ['validations'], blobs: ['validations', 'words', 'pass'], doubles: [3] },
      { indexes: ['connections'], blobs: ['connections', 'hub-0'], doubles: [2] },
      {
        indexes: ['d1_query_duration_seconds'],
        blobs: ['d1_query_duration_seconds', 'batch'],
        doubles: [2, 60.007, ...buckets],
      },
    ],
  });
});

it('are no more than one invocation may write, the highest first', () => {
  const registry = new Registry();
  for (let n = 0; n < MAX_DATA_POINTS; n += 1) registry.add('validations', [`family-${n}`, 'pass'], 2);
  expect(toDataPoints(registry.peek())).toMatchObject({ leftOut: 0 });
  registry.add('notify_failures');
  const { points, leftOut } = toDataPoints(registry.peek());
  expect([points.length, leftOut]).toEqual([MAX_DATA_POINTS, 1]);
  expect(points.map(({ blobs }) => blobs[0])).not.toContain('notify_failures');
});

it('fit the platform: 20 doubles and a name of 96 bytes', () => {
  const registry = new Registry();
  registry.observe('http_request_duration_seconds', ['POST', '/api/validate'], 1);
  const [point] = toDataPoints(registry.peek()).points;
  expect(point?.doubles.length).toBeLessThanOrEqual(20);
  expect(point?.indexes[0].length).toBeLessThanOrEqual(96);
});

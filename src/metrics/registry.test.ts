import { describe, expect, it } from 'vitest';
import { MAX_METRIC_FAMILIES } from '../shared/limits.ts';
import { formatFor, toExposition } from './exposition.ts';
import { distributionsOf, quantile } from './read-figures.ts';
import { Registry } from './registry.ts';

describe('Registry', () => {
  it('counts as many families apart as the limit says, and the others together', () => {
    const registry = new Registry();
    for (let n = 0; n < MAX_METRIC_FAMILIES + 20; n += 1) {
      for (let again = 0; again < 2; again += 1)
        registry.add('validations', [registry.family(`f-${n}`), 'pass']);
    }
    const figures = registry.take();
    expect(Object.keys(figures)).toHaveLength(MAX_METRIC_FAMILIES + 1);
    expect(figures['validations|f-0|pass']).toBe(2);
    expect(figures['validations|other|pass']).toBe(40);
  });

  it('estimates quantiles from buckets', () => {
    const registry = new Registry();
    for (const seconds of [0, 0.02, 0.02, 0.02, 100])
      registry.observe('publish_to_send_seconds', [], seconds);
    const [all] = distributionsOf(registry.take(), 'publish_to_send_seconds');
    expect(all).toMatchObject({ count: 5, sum: expect.closeTo(100.06, 6) });
    expect(quantile(all!, 0.5)).toBeCloseTo(0.0175, 6);
    expect(quantile(all!, 0.99)).toBe(30);
    expect(quantile({ labels: [], buckets: [], count: 0, sum: 0 }, 0.5)).toBeNull();
  });
});

describe('the text for Prometheus', () => {
  it('has cumulative buckets, escaped labels, and counters that are 0', () => {
    const registry = new Registry();
    registry.observe('http_request_duration_seconds', ['GET', '/a"\\\n'], 0.3);
    registry.observe('http_request_duration_seconds', ['GET', '/a"\\\n'], 2);
    const text = toExposition(registry.take(), [{ name: 'log_head', labels: [], value: 7 }], 'prometheus');
    const labels = String.raw`method="GET",route="/a\"\\\n"`;
    const of = 'galley_http_request_duration_seconds';
    expect(text).toContain(`${of}_bucket{${labels},le="0.25"} 0\n${of}_bucket{${labels},le="0.5"} 1\n`);
    expect(text).toContain(
      `${of}_bucket{${labels},le="+Inf"} 2\n${of}_sum{${labels}} 2.3\n${of}_count{${labels}} 2\n`,
    );
    expect(text).toContain('# TYPE galley_notify_failures_total counter\ngalley_notify_failures_total 0\n');
    expect(text).toContain('# TYPE galley_log_head gauge\ngalley_log_head 7\n');
  });

  it('is OpenMetrics only for those who name it', () => {
    expect(formatFor(undefined)).toBe('prometheus');
    expect(formatFor('*/*')).toBe('prometheus');
    expect(formatFor('application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4')).toBe(
      'openmetrics',
    );
    expect(formatFor('application/openmetrics-text;q=0, text/plain')).toBe('prometheus');
  });
});

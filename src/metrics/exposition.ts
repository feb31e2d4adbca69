/**
 * Figures as text for Prometheus.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 * @see https://github.com/prometheus/OpenMetrics/blob/v1.0.0/specification/OpenMetrics.md
 */
import { COUNTERS, DURATION_BOUNDS, GAUGES, HISTOGRAMS, type GaugeName } from './definitions.ts';
import { distributionsOf, samplesOf } from './read-figures.ts';
import type { Figures } from './registry.ts';

/** The formats, and their media types. */
export const FORMATS = {
  prometheus: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
} as const;
export type Format = keyof typeof FORMATS;

/** Which format an `Accept` header asks for. OpenMetrics only when it is named. */
export function formatFor(accept: string | undefined): Format {
  const openMetrics = (accept ?? '')
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .find((part) => part.startsWith('application/openmetrics-text'));
  return openMetrics !== undefined && !/;\s*q=0(?:\.0*)?\s*(?:;|$)/.test(openMetrics)
    ? 'openmetrics'
    : 'prometheus';
}

/** The present value of a gauge. */
export interface GaugeValue {
  name: GaugeName;
  labels: readonly string[];
  value: number;
}

const PREFIX = 'galley_';

/**
 * Writes figures as text.
 *
 * @param totals - counters and histograms
 */
export function toExposition(totals: Figures, gauges: readonly GaugeValue[], format: Format): string {
  const lines: string[] = [];
  for (const [name, { help, labels }] of Object.entries(COUNTERS)) {
    // OpenMetrics names a counter without the ending that its samples have.
    describe(lines, format === 'openmetrics' ? name : `${name}_total`, 'counter', help);
    const samples = samplesOf(totals, name);
    // A counter without labels is there from the start, so that its first increase is seen.
    if (labels.length === 0 && samples.length === 0) samples.push({ labels: [], value: 0 });
    for (const one of samples)
      lines.push(`${PREFIX}${name}_total${labelsOf(labels, one.labels)} ${one.value}`);
  }
  for (const [name, { help, labels }] of Object.entries(HISTOGRAMS)) {
    describe(lines, name, 'histogram', help);
    for (const { labels: values, buckets, count, sum } of distributionsOf(totals, name)) {
      let upTo = 0;
      for (const [at, n] of buckets.entries()) {
        upTo += n;
        const bound = DURATION_BOUNDS[at];
        const le = bound === undefined ? '+Inf' : toFloat(bound);
        lines.push(`${PREFIX}${name}_bucket${labelsOf([...labels, 'le'], [...values, le])} ${upTo}`);
      }
      lines.push(`${PREFIX}${name}_sum${labelsOf(labels, values)} ${sum}`);
      lines.push(`${PREFIX}${name}_count${labelsOf(labels, values)} ${count}`);
    }
  }
  for (const [name, { help, labels }] of Object.entries(GAUGES)) {
    describe(lines, name, 'gauge', help);
    for (const one of gauges) {
      if (one.name === name) lines.push(`${PREFIX}${name}${labelsOf(labels, one.labels)} ${one.value}`);
    }
  }
  if (format === 'openmetrics') lines.push('# EOF');
  return `${lines.join('\n')}\n`;
}

function describe(lines: string[], name: string, type: string, help: string): void {
  lines.push(`# HELP ${PREFIX}${name} ${help}.`, `# TYPE ${PREFIX}${name} ${type}`);
}

/** OpenMetrics wants bounds written as floats: `1.0`. */
function toFloat(bound: number): string {
  return Number.isInteger(bound) ? `${bound}.0` : String(bound);
}

function labelsOf(names: readonly string[], values: readonly string[]): string {
  if (names.length === 0) return '';
  return `{${names.map((name, at) => `${name}="${escape(values[at] ?? '')}"`).join(',')}}`;
}

function escape(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

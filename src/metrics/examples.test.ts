import { parser } from '@prometheus-io/lezer-promql';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import dashboard from '../../docs/examples/grafana.json?raw';
import alerts from '../../docs/examples/alerts.yml?raw';
import page from '../../docs/monitoring.md?raw';
import { COUNTERS, GAUGES, HISTOGRAMS } from './definitions.ts';

/** Names of series, with the labels that they may have. */
const SERIES = new Map<string, readonly string[]>([
  ['up', ['job', 'instance']],
  ...Object.entries(COUNTERS).map(([name, { labels }]) => [`galley_${name}_total`, labels] as const),
  ...Object.entries(GAUGES).map(([name, { labels }]) => [`galley_${name}`, labels] as const),
  ...Object.entries(HISTOGRAMS).flatMap(([name, { labels }]) =>
    ['bucket', 'sum', 'count'].map((end) => [`galley_${name}_${end}`, [...labels, 'le']] as const),
  ),
]);

interface Found {
  names: string[];
  labels: string[];
}

/** What a query names. @throws when it is not PromQL */
function namesIn(query: string): Found {
  const found: Found = { names: [], labels: [] };
  parser.parse(query).iterate({
    enter: ({ name, type, from, to }) => {
      if (type.isError) throw new Error(`no PromQL at ${from}: ${query}`);
      if (name === 'Identifier') found.names.push(query.slice(from, to));
      if (name === 'LabelName') found.labels.push(query.slice(from, to));
    },
  });
  return found;
}

interface Rules {
  groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[];
}
interface Dashboard {
  panels: { title: string; targets: { expr: string; legendFormat: string }[] }[];
}

const queries = [
  ...(parse(alerts) as Rules).groups.flatMap(({ rules }) =>
    rules.map(({ alert, expr, annotations }) => ({
      of: alert,
      expr,
      shown: [...annotations.summary.matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label),
    })),
  ),
  ...(JSON.parse(dashboard) as Dashboard).panels.flatMap(({ title, targets }) =>
    targets.map(({ expr, legendFormat }) => ({
      of: title,
      expr: expr.replaceAll(/\$__(?:rate_interval|range)/g, '5m'),
      shown: [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label),
    })),
  ),
];

it.each(queries)('the query of $of is PromQL about figures that there are', ({ expr, shown }) => {
  const { names, labels } = namesIn(expr);
  expect(names.length).toBeGreaterThan(0);
  const known = names.flatMap((name) => SERIES.get(name) ?? [`no series ${name}`]);
  for (const label of [...labels, ...shown]) expect(known).toContain(label);
  expect(known.filter((label) => label.startsWith('no series'))).toEqual([]);
});

it('every figure is explained', () => {
  const all = [
    ...Object.keys(COUNTERS).map((name) => `${name}_total`),
    ...Object.keys(HISTOGRAMS),
    ...Object.keys(GAUGES),
  ];
  expect(all.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

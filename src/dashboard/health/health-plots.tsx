import type { FigureHistory, FigurePoint } from '../../shared/api/figures.ts';
import { PlotPanel } from '../quality/plot-panel.tsx';

/** The figures over time. */
export function HealthPlots({ history: { points } }: { history: FigureHistory }) {
  const times = points.map(({ at }) => at);
  const line = (label: string, color: string, value: (point: FigurePoint) => number | null) => ({
    label,
    color,
    values: points.map(value),
  });
  const plots = [
    {
      title: 'Requests',
      series: [
        line('All', '--info', ({ requests }) => requests),
        line('Refused (4xx)', '--warn', ({ refused }) => refused),
        line('Failed (5xx)', '--bad', ({ failed }) => failed),
      ],
    },
    {
      title: 'Time until an answer, in ms',
      series: [
        line('Half', '--info', (point) => point.request_p50_ms),
        line('95 %', '--warn', (point) => point.request_p95_ms),
      ],
    },
    {
      title: 'Live connections',
      series: [
        line('Most at once', '--info', ({ connections }) => connections),
        line('Opened', '--good', ({ connects }) => connects),
        line('Ended', '--soft', ({ closes }) => closes),
        line('Too slow', '--bad', (point) => point.slow_readers),
      ],
    },
    {
      title: 'Events',
      series: [
        line('Published', '--info', (point) => point.events_published),
        line('Delivered', '--good', (point) => point.events_delivered),
        line('Read from the log', '--warn', (point) => point.events_repaired),
        line('Behind', '--bad', (point) => point.hub_lag_events),
      ],
    },
    {
      title: 'From the commit until it is sent, in ms',
      series: [
        line('Half', '--info', (point) => point.publish_to_send_p50_ms),
        line('95 %', '--warn', (point) => point.publish_to_send_p95_ms),
      ],
    },
    {
      title: 'Validations',
      series: [
        line('Done', '--good', ({ validations }) => validations),
        line('Failed', '--bad', (point) => point.validations_failed),
        line('Waiting', '--warn', (point) => point.queue_depth),
      ],
    },
    {
      title: 'Database',
      series: [
        line('Requests', '--info', (point) => point.d1_queries),
        line('Errors', '--bad', (point) => point.d1_errors),
        line('95 % within, in ms', '--warn', (point) => point.d1_p95_ms),
      ],
    },
    {
      title: 'Rows of the database',
      series: [
        line('Read', '--info', (point) => point.d1_rows_read),
        line('Written', '--warn', (point) => point.d1_rows_written),
      ],
    },
  ];
  return (
    <div class="plots">
      {plots.map(({ title, series }) => (
        <PlotPanel key={title} title={title} days={times} series={series} />
      ))}
    </div>
  );
}

import { FIGURE_RANGES, type FigureHistory, type FigureRange } from '../../shared/api/figures.ts';
import { query } from '../frame/router.ts';
import { LoadProblem } from '../parts/load-problem.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Ranges } from '../parts/ranges.tsx';
import { useTicks } from '../parts/use-ticks.ts';
import { api } from '../service/api.ts';
import { reloadCount } from '../service/live.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { HealthAnswers } from './health-answers.tsx';
import { HealthPlots } from './health-plots.tsx';
import { grouped } from '../parts/grouped.ts';

const RANGES = { '1h': '1 hour', '24h': '24 hours', '7d': '7 days', '90d': '90 days' } as const;
const DEFAULT_RANGE = '1h';
const RELOAD_MS = 30_000;

const isRange = (name: string): name is FigureRange => Object.hasOwn(FIGURE_RANGES, name);

/** How the service is: what an on-call person asks first, then plots. */
export function HealthPage() {
  const named = query.value.get('range') ?? DEFAULT_RANGE;
  const range = isRange(named) ? named : DEFAULT_RANGE;
  const { value, problem, retry } = useLoaded(
    async () => ({ monitoring: await api.monitoring({ range }), now: Date.now() }),
    [reloadCount.value, useTicks(RELOAD_MS)],
    range,
  );
  const history = value?.monitoring.history;
  return (
    <>
      <PageHead title="Health" facts="How the service itself is. What was counted is here within a minute." />
      <div class="filter-bar">
        <Ranges name="range" values={RANGES} chosen={range} standard={DEFAULT_RANGE} />
      </div>
      {problem !== null && <LoadProblem what="The figures" problem={problem} retry={retry} />}
      {!value && problem === null && <p class="panel quiet">Loading…</p>}
      {value && <HealthAnswers monitoring={value.monitoring} now={value.now} />}
      {history && <HealthPlots history={history} />}
      {history && <Lists history={history} />}
    </>
  );
}

const ms = (value: number | null) => (value === null ? '–' : `${value.toLocaleString('en')} ms`);

function Lists({ history: { routes, families, checks, closes, resumes } }: { history: FigureHistory }) {
  return (
    <>
      <List
        title="Routes"
        rows={routes.map(({ method, route, requests, refused, failed, p50_ms, p95_ms }) => ({
          name: `${method} ${route}`,
          facts: [
            `half within ${ms(p50_ms)}, 95 % within ${ms(p95_ms)}`,
            ...(refused > 0 ? [`${grouped(refused)} refused`] : []),
            ...(failed > 0 ? [`${grouped(failed)} failed`] : []),
          ],
          n: requests,
        }))}
      />
      <div class="columns even">
        <List
          title="Validations by family"
          rows={families.map(({ family, validations, p95_ms }) => ({
            name: family,
            facts: [`95 % within ${ms(p95_ms)}`],
            n: validations,
          }))}
        />
        <List
          title="Checks: 95 % within, in ms"
          rows={checks.map(({ check, p50_ms, p95_ms }) => ({
            name: check,
            facts: [`half within ${ms(p50_ms)}`],
            n: p95_ms ?? 0,
          }))}
        />
        <List
          title="Connections that ended or resumed"
          rows={[
            ...closes.map(({ name, n }) => ({ name: `closed with ${name}`, facts: [], n })),
            ...resumes.map(({ name, n }) => ({
              name: `resumed from ${RESUMES[name] ?? name}`,
              facts: [],
              n,
            })),
          ]}
        />
      </div>
    </>
  );
}

const RESUMES: Readonly<Record<string, string>> = {
  memory: 'the memory of the hub',
  log: 'the log',
  reset: 'a new snapshot',
};

interface Row {
  name: string;
  facts: readonly string[];
  n: number;
}

function List({ title, rows }: { title: string; rows: readonly Row[] }) {
  if (rows.length === 0) return null;
  const most = Math.max(1, ...rows.map(({ n }) => n));
  return (
    <section class="panel" aria-label={title}>
      <h2>{title}</h2>
      <ol class="table">
        {rows.map(({ name, facts, n }) => (
          <li key={name} class="row part-row">
            <bdi class="row-title">{name}</bdi>
            <span class="row-facts">
              {facts.map((fact) => (
                <span key={fact}>{fact}</span>
              ))}
            </span>
            <meter class="share" min={0} max={most} value={n} aria-hidden="true" />
            <b class="number">{grouped(n)}</b>
          </li>
        ))}
      </ol>
    </section>
  );
}

import { useEffect } from 'preact/hooks';
import type { Level } from '../../shared/things.ts';
import { documentsWith, query, rulePath } from '../frame/router.ts';
import { families, loadFamilies } from '../home/submission.ts';
import { Choice } from '../parts/choice.tsx';
import { GateVerdict } from '../parts/gate.tsx';
import { grouped } from '../parts/grouped.ts';
import { LoadProblem } from '../parts/load-problem.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Ranges } from '../parts/ranges.tsx';
import { TextFilter } from '../parts/text-filter.tsx';
import { api } from '../service/api.ts';
import { reloadCount } from '../service/live.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { PlotPanel } from './plot-panel.tsx';
import { type QualityPoint, sumCompared, sumParts, toSeries, totalOf } from './quality-series.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const RANGES = { 14: '2 weeks', 30: '30 days', 90: '90 days', 365: 'A year' } as const;
const DEFAULT_RANGE = 30;
/** Most rows of the answer that are read: a row for each family and day. */
const MAX_ROWS = 366;

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

/** Quality over time: of all families together or of one, or of a folder or an owner of it. */
export function QualityPage() {
  useEffect(() => void loadFamilies(), [reloadCount.value]);
  const family = query.value.get('family') ?? '';
  const folder = (query.value.get('folder') ?? '').replace(/\/+$/, '');
  const owner = (query.value.get('owner') ?? '').trim();
  const range = Number(query.value.get('days') ?? DEFAULT_RANGE) || DEFAULT_RANGE;
  const to = dayOf(Date.now());
  const from = dayOf(Date.now() - (range - 1) * DAY_MS);
  const load = async () => {
    const filter = {
      from,
      to,
      ...(family !== '' && { family }),
      ...(folder !== '' && { folder }),
      ...(owner !== '' && { owner }),
    };
    const [list, first] = await Promise.all([api.families(), api.quality({ ...filter, limit: MAX_ROWS })]);
    const rows = [...first.results];
    for (let next = first.next_cursor; next !== null;) {
      const page = await api.quality({ ...filter, limit: MAX_ROWS, cursor: next });
      rows.push(...page.results);
      next = page.next_cursor;
    }
    return { list: list.results, rows, points: toSeries(rows, from, to) };
  };
  const { value, problem, retry } = useLoaded(
    load,
    [reloadCount.value],
    JSON.stringify([family, folder, owner, range, to]),
  );
  const gates = value?.list.filter(({ gate, name }) => gate && (family === '' || name === family)) ?? [];
  return (
    <>
      <PageHead title="Quality" facts="What was true at the end of each day, on the main line." />
      <div class="filter-bar">
        <Choice name="family" label="Family" values={families.value} />
        <TextFilter name="folder" label="Folder" placeholder="Folder, e.g. guides/start" />
        <TextFilter name="owner" label="Owner" placeholder="Owner, e.g. @org/team" />
        <Ranges name="days" values={RANGES} chosen={String(range)} standard={String(DEFAULT_RANGE)} />
      </div>
      {problem !== null && <LoadProblem what="The figures" problem={problem} retry={retry} />}
      {!value && problem === null && <p class="panel quiet">Loading…</p>}
      {value && value.rows.length === 0 && <p class="panel quiet">Nothing is known of this range.</p>}
      {value && value.rows.length > 0 && (
        <>
          <Figures points={value.points} />
          {gates.length > 0 && (
            <section class="panel gates" aria-label="Quality gates">
              {gates.map(({ name, title, gate }) => (
                <div key={name} class="gate-line">
                  <a href={documentsWith({ family: name })}>{title}</a>
                  <GateVerdict gate={gate} />
                </div>
              ))}
            </section>
          )}
          <Plots points={value.points} />
          <div class="columns even">
            <Parts
              title="Rules with most findings"
              parts={sumParts(
                value.rows,
                ({ rules }) => rules,
                ({ rule_id }) => rule_id,
              )}
              pathOf={(name) => rulePath(name, { family })}
            />
            <Parts
              title="Folders with most findings"
              parts={sumParts(
                value.rows,
                ({ folders }) => folders,
                (part) => part.folder,
              )}
              pathOf={(name) => documentsWith({ folder: name, family })}
            />
          </div>
        </>
      )}
    </>
  );
}

interface Figure {
  label: string;
  now: number;
  /** At the start of the range. */
  was: number;
  /** Whether more of it is worse. */
  isBad: boolean;
  /** What came and went in the range, in words. */
  flow?: string;
}

/** What is true now, and how it was at the start of the range. */
function Figures({ points }: { points: readonly QualityPoint[] }) {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const compared = sumCompared(points);
  const findings = (label: string, level: Level): Figure => ({
    label,
    now: last.counts[level],
    was: first.counts[level],
    isBad: true,
    flow: `${grouped(compared.new[level])} new, ${grouped(compared.resolved[level])} resolved`,
  });
  const figures: Figure[] = [
    { label: 'Documents', now: last.documents.total, was: first.documents.total, isBad: false },
    { label: 'That pass', now: last.documents.pass, was: first.documents.pass, isBad: false },
    findings('Errors', 'error'),
    findings('Warnings', 'warning'),
    findings('Notes', 'info'),
    { label: 'Waiting', now: last.open, was: first.open, isBad: true },
  ];
  return (
    <dl class="counters six" data-testid="figures">
      {figures.map(({ label, now, was, isBad, flow }) => (
        <div key={label} class="counter">
          <dt>{label}</dt>
          <dd>
            {grouped(now)} <Change by={now - was} isBad={isBad} />
          </dd>
          {flow !== undefined && (
            <dd class="flow" title="Findings that new versions in this range added and resolved">
              {flow}
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

function Change({ by, isBad }: { by: number; isBad: boolean }) {
  if (by === 0) return null;
  const tone = by > 0 === isBad ? 'worse' : 'better';
  return (
    <span class={`change ${tone}`} title="Since the start of the range">
      {by > 0 ? '+' : '−'}
      {grouped(Math.abs(by))}
    </span>
  );
}

function Plots({ points }: { points: readonly QualityPoint[] }) {
  const days = points.map(({ day }) => day);
  const line = (label: string, color: string, value: (point: QualityPoint) => number) => ({
    label,
    color,
    values: points.map(value),
  });
  return (
    <div class="plots">
      <PlotPanel
        title="Findings"
        days={days}
        series={[
          line('Errors', '--bad', ({ counts }) => counts.error),
          line('Warnings', '--warn', ({ counts }) => counts.warning),
          line('Notes', '--info', ({ counts }) => counts.info),
        ]}
      />
      <PlotPanel
        title="New and resolved findings"
        days={days}
        series={[
          line('New that day', '--bad', ({ compared }) => totalOf(compared.new)),
          line('Resolved that day', '--good', ({ compared }) => totalOf(compared.resolved)),
        ]}
      />
      <PlotPanel
        title="Documents"
        days={days}
        series={[
          line('Passed', '--good', ({ documents }) => documents.pass),
          line('With warnings', '--warn', ({ documents }) => documents.warning),
          line('Failed', '--bad', ({ documents }) => documents.fail),
        ]}
      />
      <PlotPanel
        title="Review"
        days={days}
        series={[
          line('Waiting', '--info', ({ open }) => open),
          line('Decided that day', '--good', ({ decided }) => decided),
          line('Applied that day', '--soft', ({ applied }) => applied),
        ]}
      />
    </div>
  );
}

interface PartsProps {
  title: string;
  parts: readonly { name: string; findings: number; documents: number }[];
  pathOf: (name: string) => string;
}

const MAX_PARTS = 15;

function Parts({ title, parts, pathOf }: PartsProps) {
  if (parts.length === 0) return null;
  const most = Math.max(1, ...parts.map(({ findings }) => findings));
  return (
    <section class="panel" aria-label={title}>
      <h2>{title}</h2>
      <ol class="table">
        {parts.slice(0, MAX_PARTS).map(({ name, findings, documents }) => (
          <li key={name}>
            <a class="row part-row" href={pathOf(name)}>
              <bdi class="row-title">{name}</bdi>
              <span class="quiet">
                {grouped(documents)} {documents === 1 ? 'document' : 'documents'}
              </span>
              <meter class="share" min={0} max={most} value={findings} aria-hidden="true" />
              <b class="number">{grouped(findings)}</b>
            </a>
          </li>
        ))}
      </ol>
    </section>
  );
}

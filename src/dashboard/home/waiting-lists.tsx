import type { Document } from '../../shared/things.ts';
import { deskPath, documentsWith, queuePath, recommendationsPath, rulePath } from '../frame/router.ts';
import { FilePath, LevelMark, OutcomeMark } from '../parts/marks.tsx';
import { Newer } from '../parts/newer.tsx';
import { describeCounts } from '../parts/words.ts';
import { changesWaiting, MAX_WAITING, type Waiting } from './waiting-model.ts';
import { grouped } from '../parts/grouped.ts';

interface Props {
  waiting: Waiting | null;
  /** Loads both lists again. */
  show: () => void;
}

/** The documents with open recommendations, those with most findings first. */
export function WaitingDocuments({ waiting, show }: Props) {
  return (
    <section class="panel" aria-labelledby="waiting-documents">
      <div class="panel-head">
        <h2 id="waiting-documents">
          <a href={documentsWith({ open: 'true', sort: '-findings' })}>By document</a>{' '}
          {waiting && (
            <span class="count">
              {waiting.isEstimate && '> '}
              {grouped(waiting.total)}
            </span>
          )}
        </h2>
        {waiting && <Newer position={waiting.position} isNews={changesWaiting} show={show} />}
        {waiting && waiting.total > 0 && (
          <a class="button small primary" href={queuePath}>
            Review
          </a>
        )}
      </div>
      {!waiting && <p class="quiet">Loading…</p>}
      {waiting?.documents.length === 0 && <p class="quiet">No document waits for a decision.</p>}
      <ul class="rows" data-testid="waiting-documents">
        {waiting?.documents.map((one) => (
          <li key={`${one.family} ${one.file_path}`}>
            <WaitingDocument document={one} />
          </li>
        ))}
      </ul>
      {waiting && waiting.total > MAX_WAITING && (
        <p class="more-line">
          <a href={documentsWith({ open: 'true', sort: '-findings' })}>All of them</a>
        </p>
      )}
    </section>
  );
}

function WaitingDocument({ document }: { document: Document }) {
  const { validation_id, file_path, family, outcome, counts, open } = document;
  return (
    <a class="row" href={deskPath(validation_id)}>
      <FilePath path={file_path} />
      <span class="row-facts">
        {family !== 'default' && <span class="family">{family}</span>}
        <OutcomeMark outcome={outcome} />
        <span class="counts">{describeCounts(counts)}</span>
        <b class="number" title="Recommendations that wait">
          {grouped(open)}
        </b>
      </span>
    </a>
  );
}

/** The rules with open recommendations, most first. */
export function WaitingRules({ waiting, show }: Props) {
  const groups = waiting?.groups ?? [];
  const sum = groups.reduce((so_far, { total }) => so_far + total, 0);
  const most = Math.max(1, ...groups.map(({ total }) => total));
  return (
    <section class="panel" aria-labelledby="waiting-rules">
      <div class="panel-head">
        <h2 id="waiting-rules">
          <a href={recommendationsPath}>By rule</a> {waiting && <span class="count">{grouped(sum)}</span>}
        </h2>
        {waiting && <Newer position={waiting.position} isNews={changesWaiting} show={show} />}
      </div>
      {!waiting && <p class="quiet">Loading…</p>}
      {waiting && groups.length === 0 && <p class="quiet">No recommendation waits for a decision.</p>}
      <ul class="table" data-testid="waiting-rules">
        {groups.slice(0, MAX_WAITING).map(({ rule_id, total, by_severity }) => (
          <li key={rule_id}>
            <a class="row part-row" href={rulePath(rule_id)}>
              <code class="row-title">{rule_id}</code>
              <span class="row-facts">
                {(['error', 'warning', 'info'] as const)
                  .filter((level) => by_severity[level] > 0)
                  .map((level) => (
                    <LevelMark key={level} level={level} />
                  ))}
              </span>
              <meter class="share" min={0} max={most} value={total} aria-hidden="true" />
              <b class="number">{grouped(total)}</b>
            </a>
          </li>
        ))}
      </ul>
      {groups.length > MAX_WAITING && (
        <p class="more-line">
          <a href={recommendationsPath}>All {groups.length} rules</a>
        </p>
      )}
    </section>
  );
}

/** The families whose quality gate fails, and why. Renders nothing when there are none. */
export function RedGates({ waiting }: { waiting: Waiting | null }) {
  if (!waiting || waiting.red.length === 0) return null;
  return (
    <section class="panel red-gates" aria-label="Quality gates that fail" data-testid="red-gates">
      {waiting.red.map(({ name, title, gate }) => (
        <p key={name} class="gate-line">
          <span class="mark outcome-fail">Gate failed</span>
          <a href={documentsWith({ family: name, sort: '-findings' })}>{title}</a>
          {gate?.reasons.map(({ message }) => (
            <bdi key={message} class="quiet">
              {message}
            </bdi>
          ))}
        </p>
      ))}
    </section>
  );
}

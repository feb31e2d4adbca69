import { useState } from 'preact/hooks';
import type { Family, RecommendationListItem } from '../../shared/things.ts';
import { MAX_BULK_IDS } from '../../shared/limits.ts';
import { revealHidden } from '../../shared/reveal-hidden.ts';
import { DiffText } from '../parts/diff.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { FilePath } from '../parts/marks.tsx';
import { api } from '../service/api.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { decideMany, lastDecision, WORDS } from './deciding.ts';
import { InPlace } from './in-place.tsx';
import { Modal } from './modal.tsx';
import { asTold } from './told.ts';

/** Changes of a recommendation that are shown without being asked for. */
const SHOWN = 3;
const VERBS = { approve: 'Approve', reject: 'Reject' } as const;

/** The same decision for all recommendations of the same rule: each is shown, named by its id, and can be left out. */
export function Alike({ family, onClose }: { family: Family; onClose: () => void }) {
  const last = lastDecision.value;
  const rule = last?.recommendation.rule_id ?? '';
  const { value, problem, retry } = useLoaded(
    () => api.recommendations({ rule_id: rule, status: 'proposed', family, limit: MAX_BULK_IDS }),
    [rule, family],
  );
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  if (!last) return null;
  // The list may be from before the service knew of the decision that is repeated.
  const isOther = (one: RecommendationListItem) =>
    one.id !== last.recommendation.id && asTold(one).status === 'proposed';
  const all = value?.results.filter(isOther) ?? [];
  const chosen = all.filter(({ id }) => !leftOut.has(id));
  const more = (value?.total ?? 0) - (value?.results.length ?? 0);
  const toggle = (id: string) => {
    const next = new Set(leftOut);
    if (!next.delete(id)) next.add(id);
    setLeftOut(next);
  };
  const confirm = () => {
    if (chosen.length === 0) return;
    decideMany(chosen, last, true);
    onClose();
  };
  const title = `${VERBS[last.verdict]} all alike`;
  return (
    <Modal title={title} class="desk-alike" onClose={onClose}>
      <header class="desk-dialog-head">
        <h2>
          {title}: <span dir="auto">{last.recommendation.title}</span>
        </h2>
      </header>
      {problem !== null && <LoadProblem what="The others" problem={problem} retry={retry} />}
      <p class="quiet">
        {value === null
          ? 'Loading…'
          : all.length === 0
            ? `No other document of ${family} has a recommendation of ${rule} that waits.`
            : `${WORDS[last.verdict]} is what is ticked, by its id, and nothing else. It can be undone as one.`}
        {more > 0 && ` ${more} more are not shown: do it again for them.`}
      </p>
      <ul class="desk-alike-list">
        {all.map((one) => (
          <Other key={one.id} one={one} isIn={!leftOut.has(one.id)} toggle={() => toggle(one.id)} />
        ))}
      </ul>
      <p class="actions">
        <button
          type="button"
          class={`button desk-action ${last.verdict}`}
          aria-disabled={chosen.length === 0}
          onClick={confirm}
        >
          {VERBS[last.verdict]} {chosen.length}
        </button>
        <button type="button" class="button desk-action" onClick={onClose}>
          Cancel
        </button>
      </p>
    </Modal>
  );
}

function Other({ one, isIn, toggle }: { one: RecommendationListItem; isIn: boolean; toggle: () => void }) {
  const { id, file_path, edits, diff, instruction } = one;
  const lines = changedLines(diff);
  return (
    <li>
      <label class="desk-check">
        <input type="checkbox" checked={isIn} onChange={toggle} aria-label={revealHidden(file_path)} />
        <FilePath path={file_path} />
        <code class="quiet" title={id}>
          {id.slice(-8)}
        </code>
      </label>
      <div class="desk-alike-change">
        {lines.length === 0 && <p dir="auto">{instruction}</p>}
        {lines.slice(0, SHOWN).map(({ before, after }, index) => (
          <code key={index} class="snippet" dir="auto">
            <InPlace expected={before} change={{ text: after, isLeftOut: false }} />
          </code>
        ))}
        {lines.length > SHOWN && (
          <details class="diff">
            <summary>All {edits.length} changes</summary>
            <DiffText diff={diff} label={`The change of ${revealHidden(file_path)}`} />
          </details>
        )}
      </div>
    </li>
  );
}

/** The lines that a unified diff changes, before and after. */
function changedLines(diff: string): { before: string; after: string }[] {
  const body = diff.slice(Math.max(0, diff.indexOf('\n@@')));
  return [...body.matchAll(/(?:^-.*\n)+(?:^\+.*\n?)*|(?:^\+.*\n?)+/gm)].map(([change]) => {
    const lines = change.replace(/\n$/, '').split('\n');
    const of = (sign: string) =>
      lines.flatMap((line) => (line.startsWith(sign) ? [line.slice(1)] : [])).join('\n');
    return { before: of('-'), after: of('+') };
  });
}

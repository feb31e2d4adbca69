import { useEffect, useState } from 'preact/hooks';
import type { FamilySummary } from '../../shared/api/families.ts';
import type { LiveEvent } from '../../shared/events.ts';
import { query } from '../frame/router.ts';
import { families, loadFamilies } from '../home/submission.ts';
import { Choice } from '../parts/choice.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { Newer } from '../parts/newer.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { TextFilter } from '../parts/text-filter.tsx';
import { api } from '../service/api.ts';
import { reloadCount } from '../service/live.ts';
import { useLoaded } from '../service/use-loaded.ts';
import type { DeliveryFilter } from './delivery-filter.ts';
import { FamilyDelivery } from './family-delivery.tsx';

const changesWhatWaits = ({ type }: LiveEvent) =>
  type === 'recommendation_approved' || type === 'recommendation_undone' || type === 'validation_enhanced';

/** What is approved and not in the files yet, by family, and the ways to get it there. */
export function DeliverPage() {
  useEffect(() => void loadFamilies(), [reloadCount.value]);
  const [turn, setTurn] = useState(0);
  const { value, problem, retry } = useLoaded(() => api.families(), [reloadCount.value, turn]);
  const chosen = query.value.get('family');
  const filter: DeliveryFilter = Object.fromEntries(
    (['rule_id', 'owner', 'folder'] as const).flatMap((name) => {
      const text = query.value.get(name)?.trim() ?? '';
      return text === '' ? [] : [[name, text]];
    }),
  );
  const shown = value?.results.filter(({ name }) => chosen === null || name === chosen) ?? [];
  return (
    <>
      <PageHead
        title="Deliver"
        facts="What is approved and not home yet. Once the files are validated again without the findings, it leaves this page."
      />
      <div class="filter-bar">
        <Choice name="family" label="Family" values={families.value} />
        <TextFilter name="rule_id" label="Rule" placeholder="Rule" />
        <TextFilter name="folder" label="Folder" placeholder="Folder" />
        <TextFilter name="owner" label="Owner" placeholder="Owner, e.g. @org/team" />
        {value && (
          <Newer position={value.position} isNews={changesWhatWaits} show={() => setTurn(turn + 1)} />
        )}
      </div>
      {problem !== null && <LoadProblem what="The families" problem={problem} retry={retry} />}
      {!value && problem === null && <p class="panel quiet">Loading…</p>}
      <Families shown={shown} filter={filter} revision={`${turn} ${reloadCount.value}`} />
    </>
  );
}

interface FamiliesProps {
  shown: readonly FamilySummary[];
  filter: DeliveryFilter;
  revision: string;
}

/** Families with nothing to deliver are named in one line below the others. */
function Families({ shown, filter, revision }: FamiliesProps) {
  const [empty, setEmpty] = useState<ReadonlySet<string>>(new Set());
  const tell = (name: string, isEmpty: boolean) => {
    if (empty.has(name) === isEmpty) return;
    setEmpty((before) => {
      const next = new Set(before);
      if (isEmpty) next.add(name);
      else next.delete(name);
      return next;
    });
  };
  const nothing = shown.filter(({ name }) => empty.has(name));
  return (
    <>
      <div class="stack" data-testid="deliveries">
        {shown.map((family) => (
          <FamilyDelivery
            key={family.name}
            family={family}
            filter={filter}
            revision={revision}
            onCounted={(isEmpty) => tell(family.name, isEmpty)}
          />
        ))}
      </div>
      {nothing.length > 0 && (
        <p class="quiet" data-testid="nothing">
          Nothing waits in {nothing.map(({ name }) => name).join(', ')}.
        </p>
      )}
    </>
  );
}

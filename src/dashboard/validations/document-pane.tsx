import { useEffect, useState } from 'preact/hooks';
import type { Issue, Validation } from '../../shared/things.ts';
import { api } from '../service/api.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { DiffHunks } from '../parts/diff.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { Source } from './source.tsx';

type View = 'original' | 'enhanced' | 'changes';
const LABELS: Record<View, string> = { original: 'Original', enhanced: 'Enhanced', changes: 'Changes' };

/** The document as it was validated and, once recommendations were applied, the enhanced text and the changes. */
export function DocumentPane(props: { validation: Validation; content: string; issues: readonly Issue[] }) {
  const { id, enhanced_sha256: version } = props.validation;
  const [view, setView] = useState<View>('original');
  const load = async () => {
    const [text, { hunks }] = await Promise.all([api.enhanced(id), api.diff(id)]);
    return { text, hunks };
  };
  const { value: enhanced, problem, retry } = useLoaded(version === undefined ? null : load, [id, version]);
  const isThere = enhanced !== null;
  useEffect(() => {
    if (isThere) setView('changes');
  }, [isThere]);
  if (!enhanced) {
    const source = <Source content={props.content} issues={props.issues} title="Source" />;
    if (problem === null) return source;
    return (
      <div class="column">
        <LoadProblem what="The enhanced text" problem={problem} retry={retry} />
        {source}
      </div>
    );
  }
  return (
    <div class="column">
      <div class="filters segments" role="group" aria-label="Which text">
        {(['original', 'enhanced', 'changes'] as const).map((one) => (
          <button
            key={one}
            type="button"
            class="chip"
            aria-pressed={view === one}
            onClick={() => setView(one)}
          >
            {LABELS[one]}
          </button>
        ))}
      </div>
      {view === 'original' && <Source content={props.content} issues={props.issues} title="Original" />}
      {view === 'enhanced' && <Source content={enhanced.text} issues={[]} title="Enhanced" />}
      {view === 'changes' && (
        <section class="panel source" aria-labelledby="changes-title">
          <h2 id="changes-title">Changes</h2>
          <DiffHunks hunks={enhanced.hunks} />
        </section>
      )}
    </div>
  );
}

import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../../client/index.ts';
import type { FamilyDetail, FamilyTrial } from '../../shared/api/families.ts';
import type { Problem } from '../../shared/api/problem.ts';
import { api } from '../service/api.ts';
import { latestEvents, reloadCount } from '../service/live.ts';
import { canAdminister } from '../service/session.ts';
import { packsPath } from '../frame/router.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { usePageTitle } from '../frame/use-page-title.ts';
import { LoadProblem } from '../parts/load-problem.tsx';
import { MissingPage } from '../frame/missing-page.tsx';
import { PackConflict } from './pack-conflict.tsx';
import { PackFacts } from './pack-facts.tsx';
import { RuleLevels } from './rule-levels.tsx';
import { SchemaHelp } from './schema-help.tsx';
import { PackAnswer } from './pack-answer.tsx';
import { draftOf, follow, isConflict, isEdited, type PackDraft } from './pack-draft.ts';

/** The rule pack of a family. Admins can change it. */
export function PackPage({ id: name }: { id: string }) {
  const events = latestEvents.value;
  const concerned = events.some((event) => event.type === 'family_updated' && event.name === name)
    ? events
    : null;
  // Counts the writes of this page: what was read before one of them is old.
  const [writes, setWrites] = useState(0);
  const load = async () => ({ pack: await api.family(name), writes });
  const { value, problem, status, retry } = useLoaded(load, [name, concerned, writes, reloadCount.value]);
  usePageTitle(value?.pack.title);
  if (!value && problem === null) return <p class="panel quiet">Loading…</p>;
  if (!value) {
    const detail = problem ?? '';
    if (status === 404) return <MissingPage title="There is no such rule pack" detail={detail} />;
    return <MissingPage title="This could not be loaded" detail={detail} retry={retry} />;
  }
  return (
    <>
      {problem !== null && <LoadProblem what="The current pack" problem={problem} retry={retry} />}
      <Pack
        pack={value.pack}
        isCurrent={value.writes === writes}
        onWritten={() => setWrites(writes + 1)}
        onRefused={retry}
      />
    </>
  );
}

interface PackProps {
  pack: FamilyDetail;
  /** False while the pack is loaded again after a write of this page. */
  isCurrent: boolean;
  onWritten: () => void;
  /** Called when somebody else has written first. */
  onRefused: () => void;
}

function Pack({ pack, isCurrent, onWritten, onRefused }: PackProps) {
  const { name, title, problems } = pack;
  const [draft, setDraft] = useState<PackDraft>(draftOf(pack));
  const [answer, setAnswer] = useState<FamilyTrial | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [caret, setCaret] = useState<number | null>(null);
  useEffect(() => {
    if (isCurrent) setDraft((before) => follow(before, pack));
  }, [pack.etag, isCurrent]);

  const attempt = async (act: () => Promise<FamilyTrial>) => {
    if (isBusy) return;
    setBusy(true);
    setAnswer(null);
    setProblem(null);
    try {
      setAnswer(await act());
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // The conflict is shown instead, as soon as the other pack is here.
      if (error.status === 412) onRefused();
      else setProblem(error.problem);
    } finally {
      setBusy(false);
    }
  };
  const save = (ifMatch: string) =>
    attempt(async () => {
      const { text } = draft;
      const update = await api.putFamily(name, text, { ifMatch });
      // What was typed during the request stays.
      setDraft((now) => ({ text: now.text, base: { source: text, etag: update.etag } }));
      onWritten();
      return update;
    });

  const followCaret = ({ currentTarget }: { currentTarget: HTMLTextAreaElement }) =>
    setCaret(currentTarget.selectionStart);
  const write = (text: string) => setDraft((before) => ({ ...before, text }));
  const isTheirs = isCurrent && isConflict(draft, pack) && isEdited(draft);
  return (
    <>
      <nav class="crumbs" aria-label="Breadcrumb">
        <a href={packsPath}>Rule packs</a>
      </nav>
      <div class="columns pack-columns">
        <section class="panel">
          <h1 class="page-title">{title}</h1>
          <p class="row-facts">
            <PackFacts pack={pack} />
          </p>
          {problems.length > 0 && (
            <PackAnswer problem={{ detail: 'The pack is not usable.', errors: problems }} />
          )}
          <label>
            <span class="visually-hidden">The pack as YAML</span>
            <textarea
              data-testid="pack"
              rows={24}
              spellcheck={false}
              readOnly={!canAdminister.value}
              value={draft.text}
              onInput={({ currentTarget: { value: text, selectionStart } }) => {
                write(text);
                setCaret(selectionStart);
              }}
              onKeyUp={followCaret}
              onClick={followCaret}
            />
          </label>
          {isTheirs && (
            <PackConflict
              pack={pack}
              before={draft.base.source}
              isBusy={isBusy}
              onTake={() => setDraft(draftOf(pack))}
              onOverwrite={() => void save(pack.etag)}
            />
          )}
          {canAdminister.value && (
            <p class="actions">
              <button
                type="button"
                class="button primary"
                disabled={isBusy || isTheirs || !isEdited(draft)}
                onClick={() => void save(draft.base.etag)}
              >
                Save
              </button>
              <button
                type="button"
                class="button"
                disabled={isBusy}
                onClick={() => void attempt(() => api.testFamily(name, draft.text))}
              >
                {isBusy ? 'Trying…' : 'Try it out'}
              </button>
            </p>
          )}
          {problem && <PackAnswer problem={problem} />}
          {answer && <PackAnswer answer={answer} />}
        </section>
        <SchemaHelp pack={pack} text={draft.text} caret={caret} />
      </div>
      <RuleLevels pack={pack} text={draft.text} onChange={write} />
    </>
  );
}

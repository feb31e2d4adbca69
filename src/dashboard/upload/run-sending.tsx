import { revealHidden } from '../../shared/reveal-hidden.ts';
import { abandonRun, runDraft, draftStep, sendRun } from './run-draft.ts';
import { countOf } from '../parts/words.ts';
import { grouped } from '../parts/grouped.ts';

/** Maximum number of documents that are named on the page. */
const MAX_NAMED = 200;

/** The chosen documents, and those among them that cannot be read. */
export function ChosenDocuments() {
  const { documents, leftOut } = runDraft.value;
  const problems = documents.flatMap((one) => ('problem' in one ? [one] : []));
  if (documents.length === 0 && leftOut === 0) return null;
  return (
    <div class="answer" data-testid="chosen">
      <p class="row-facts">
        <b>{countOf(documents.length, 'document')}</b>
        {leftOut > 0 && <span>{countOf(leftOut, 'other file')} left out</span>}
      </p>
      {problems.length > 0 && (
        <details class="edits">
          <summary>
            {countOf(problems.length, 'document')} that can’t be read, named in the run as failed
          </summary>
          <ul>
            {problems.slice(0, MAX_NAMED).map(({ file_path, problem }) => (
              <li key={file_path}>
                <bdi>{revealHidden(file_path)}</bdi> <span class="quiet">{problem}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** The progress of the upload, or why it stopped. */
export function SendingProgress() {
  const now = draftStep.value;
  const { documents } = runDraft.value;
  if (now.step === 'reading') {
    return (
      <p class="answer" role="status">
        Reading…
      </p>
    );
  }
  if (now.step === 'choosing') {
    if (now.problem === undefined) return null;
    return (
      <p class="answer problem" role="alert">
        {now.problem}
      </p>
    );
  }
  return (
    <>
      <div class="answer sending" data-testid="sending">
        <p>
          {now.step === 'sending' ? 'Sending: ' : 'Sent: '}
          {grouped(now.sent)} of {countOf(documents.length, 'document')}
        </p>
        <progress class="bar" max={documents.length} value={now.sent} aria-label="Documents that were sent" />
      </div>
      {now.step === 'stopped' && (
        <div class="answer problem" role="alert">
          <p>{now.problem}</p>
          <p>Nothing is lost: what has arrived stays there, and the rest is still here.</p>
          <p class="actions">
            <button type="button" class="button small primary" onClick={() => void sendRun()}>
              Try again
            </button>
            <button type="button" class="button small" onClick={() => void abandonRun()}>
              Give up
            </button>
          </p>
        </div>
      )}
    </>
  );
}

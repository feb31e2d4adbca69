import { useState } from 'preact/hooks';
import type { DeliverResponse } from '../../shared/api/deliver.ts';
import { MAX_PULL_TITLE_LENGTH } from '../../shared/limits.ts';
import { attempt, exclusively, isDeciding } from '../review/decisions.ts';
import { countOf } from '../parts/words.ts';
import { api } from '../service/api.ts';
import { canSubmit } from '../service/session.ts';
import { useLoaded } from '../service/use-loaded.ts';
import type { DeliveryFilter } from './delivery-filter.ts';

/** The repository that a pack names with `source`. */
const SOURCE =
  /^source:\s*(?:\{[^}]*?|(?:\n[ \t]+.*)*?\n[ \t]+)github:\s*["']?(?<repository>[\w.-]+\/[\w.-]+)/m;

/** Offers to make a pull request, or to bring it up to date, when the family's documents come from GitHub. */
export function PullRequest({ family, filter }: { family: string; filter: DeliveryFilter }) {
  const { value: pack } = useLoaded(() => api.family(family), [family]);
  const [title, setTitle] = useState('');
  const [answer, setAnswer] = useState<DeliverResponse | null>(null);
  const repository = SOURCE.exec(pack?.source ?? '')?.groups?.['repository'];
  if (repository === undefined || !canSubmit.value) return null;
  const { folder, ...rest } = filter;
  const send = () =>
    exclusively(async () => {
      const request = { ...rest, ...(title.trim() !== '' && { title: title.trim() }) };
      setAnswer(await attempt(() => api.deliver(family, request)));
    });
  return (
    <div class="pull">
      <form
        class="actions"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <label class="grow">
          <span class="visually-hidden">Title of the pull request</span>
          <input
            type="text"
            value={title}
            maxLength={MAX_PULL_TITLE_LENGTH}
            placeholder={`Title of the pull request to ${repository} (optional)`}
            onInput={({ currentTarget }) => setTitle(currentTarget.value)}
          />
        </label>
        <button type="submit" class="button small approve" disabled={isDeciding.value}>
          Pull request
        </button>
      </form>
      {folder !== undefined && <p class="fine">A pull request has the changes of all folders.</p>}
      {answer && <Answer answer={answer} />}
    </div>
  );
}

function Answer({ answer: { pull_request_url, files, left_out } }: { answer: DeliverResponse }) {
  return (
    <div class="answer" role="status">
      {pull_request_url === null ? (
        <p>There is nothing to deliver.</p>
      ) : (
        <p>
          <a href={pull_request_url} target="_blank" rel="noopener noreferrer">
            The pull request
          </a>{' '}
          changes {countOf(files, 'file')}.
        </p>
      )}
      {left_out.length > 0 && (
        <ul class="plain-list">
          {left_out.map(({ file_path, rule_id, detail }) => (
            <li key={`${file_path} ${rule_id ?? ''}`}>
              <bdi>{file_path}</bdi> {rule_id !== undefined && <code>{rule_id}</code>} {detail}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

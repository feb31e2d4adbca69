import { MAX_RUN_NAME_LENGTH } from '../../shared/limits.ts';
import { chosenFiles } from './dropped-files.ts';
import { clearRunDraft, runDraft, draftStep, sendRun, addFiles } from './run-draft.ts';
import { families } from '../home/submission.ts';
import { countOf } from '../parts/words.ts';
import { ChosenDocuments, SendingProgress } from './run-sending.tsx';

/** The form for a new run: documents, family, and the progress of the upload. */
export function RunForm() {
  const { name, family } = runDraft.value;
  const isChoosing = draftStep.value.step === 'choosing';
  return (
    <section class="panel run-form" aria-labelledby="run-title">
      <h2 id="run-title">Validate many documents</h2>
      <form
        class="submit"
        onSubmit={(event) => {
          event.preventDefault();
          void sendRun();
        }}
      >
        <label>
          <span>Name</span>
          <input
            type="text"
            class="plain-text"
            value={name}
            maxLength={MAX_RUN_NAME_LENGTH}
            placeholder="Runs of the same name are compared"
            autocomplete="off"
            disabled={!isChoosing}
            onInput={({ currentTarget }) =>
              (runDraft.value = { ...runDraft.value, name: currentTarget.value })
            }
          />
        </label>
        <label>
          <span>Family</span>
          <select
            value={family}
            disabled={!isChoosing}
            onChange={({ currentTarget }) =>
              (runDraft.value = { ...runDraft.value, family: currentTarget.value })
            }
          >
            {families.value.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <p class="wide quiet">
          Files, a folder, or an archive (.zip, .tar, .tar.gz): choose them, or drop them onto this page.
        </p>
        <div class="actions wide">
          <Pickers />
          <SendButton />
        </div>
      </form>
      <ChosenDocuments />
      <SendingProgress />
    </section>
  );
}

const ARCHIVES = '.zip,.tar,.tgz,.gz,application/zip,application/x-tar,application/gzip';

/** Sets `webkitdirectory`, which all browsers support but the JSX types lack. */
function askForFolder(input: HTMLInputElement | null): void {
  if (input) input.webkitdirectory = true;
}

function takeChosen(input: HTMLInputElement): void {
  const files = chosenFiles(input.files);
  // Without this, choosing the same files again would not fire `change`.
  input.value = '';
  if (files.length > 0) void addFiles(() => files);
}

function Pickers() {
  const isDisabled = draftStep.value.step !== 'choosing';
  return (
    <>
      <label class={`button file-button ${isDisabled ? 'disabled' : ''}`}>
        Choose files…
        <input
          class="visually-hidden"
          type="file"
          multiple
          accept={`.md,.markdown,.mdx,.txt,text/markdown,text/plain,${ARCHIVES}`}
          disabled={isDisabled}
          onChange={({ currentTarget }) => takeChosen(currentTarget)}
          data-testid="run-files"
        />
      </label>
      <label class={`button file-button ${isDisabled ? 'disabled' : ''}`}>
        Choose a folder…
        <input
          class="visually-hidden"
          type="file"
          ref={askForFolder}
          disabled={isDisabled}
          onChange={({ currentTarget }) => takeChosen(currentTarget)}
          data-testid="run-folder"
        />
      </label>
    </>
  );
}

function SendButton() {
  const { documents } = runDraft.value;
  const { step } = draftStep.value;
  if (documents.length === 0 || step !== 'choosing') return null;
  return (
    <>
      <button type="submit" class="button primary">
        Start with {countOf(documents.length, 'document')}
      </button>
      <button type="button" class="button plain" onClick={clearRunDraft}>
        Clear
      </button>
    </>
  );
}

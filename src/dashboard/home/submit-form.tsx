import { useEffect, useRef } from 'preact/hooks';
import { documentDraft } from './document-draft.ts';
import {
  isSubmitting,
  families,
  draftFamily,
  loadFamilies,
  submissionResult,
  submitFiles,
  submitText,
} from './submission.ts';
import { reloadCount } from '../service/live.ts';
import { ValidationRow } from '../validations/validation-row.tsx';

const SAMPLE = `---
title: Merge cells
---

# Merging cells

Some content here.

### Unmerge

![](range.png)

\`\`\`
worksheet.Cells.Merge(0, 0, 2, 2);
\`\`\`
`;

const submit = () => submitText(documentDraft.value.content, documentDraft.value.filePath.trim());

const onKeyDown = (event: KeyboardEvent) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  void submit();
};

export function SubmitForm() {
  useEffect(() => void loadFamilies(), [reloadCount.value]);
  const content = useRef<HTMLTextAreaElement>(null);

  const useSample = () => {
    documentDraft.value = { content: SAMPLE, filePath: 'merge-cells.md' };
    content.current?.focus();
  };

  return (
    <section class="panel" aria-labelledby="submit-title">
      <h2 id="submit-title">Validate Markdown</h2>
      <form
        class="submit"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <label class="wide">
          <span>Markdown</span>
          <textarea
            ref={content}
            value={documentDraft.value.content}
            onInput={({ currentTarget }) =>
              (documentDraft.value = { ...documentDraft.value, content: currentTarget.value })
            }
            rows={5}
            spellcheck={false}
            placeholder="Paste a document, or drop files anywhere on this page"
            onKeyDown={onKeyDown}
          />
        </label>
        <label>
          <span>File path</span>
          <input
            type="text"
            value={documentDraft.value.filePath}
            onInput={({ currentTarget }) =>
              (documentDraft.value = { ...documentDraft.value, filePath: currentTarget.value })
            }
            placeholder="untitled.md"
            autocomplete="off"
            spellcheck={false}
          />
        </label>
        <label>
          <span>Family</span>
          <select
            value={draftFamily.value}
            onChange={(event) => {
              draftFamily.value = event.currentTarget.value;
            }}
          >
            {families.value.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <div class="actions wide">
          <button type="submit" class="button primary" disabled={isSubmitting.value}>
            {isSubmitting.value ? 'Validating…' : 'Validate'}
          </button>
          <FilePicker />
          <button type="button" class="button plain" onClick={useSample}>
            Try a sample
          </button>
        </div>
      </form>
      <Answer />
    </section>
  );
}

async function submitPicked(input: HTMLInputElement): Promise<void> {
  const files = [...(input.files ?? [])];
  if (files.length === 0) return;
  await submitFiles(files);
  // Without this, choosing the same file again would not fire `change`.
  input.value = '';
}

function FilePicker() {
  return (
    <label class="button file-button">
      Choose files…
      <input
        class="visually-hidden"
        type="file"
        multiple
        accept=".md,.markdown,.mdx,.txt,text/markdown,text/plain"
        onChange={(event) => void submitPicked(event.currentTarget)}
        data-testid="files"
      />
    </label>
  );
}

/** The result of the last submission: the validations, or the errors. */
function Answer() {
  const answer = submissionResult.value;
  if (!answer) return null;
  if (answer.problem) {
    return (
      <div class="answer problem" role="alert">
        <p>
          {answer.problem.errors ? 'This was refused:' : answer.problem.detail}{' '}
          {answer.retry && (
            <button type="button" class="link" disabled={isSubmitting.value} onClick={answer.retry}>
              Try again
            </button>
          )}
        </p>
        {answer.problem.errors && (
          <ul>
            {answer.problem.errors.map(({ path, message }) => (
              <li key={path}>
                {path && <code>{path}</code>} {message}
              </li>
            ))}
          </ul>
        )}
      </div>
    );
  }
  return (
    <div class="answer" role="status" data-testid="answer">
      <ul class="rows">
        {answer.results.map(({ id, file_path, outcome: verdict, counts }) => (
          <li key={id}>
            <ValidationRow id={id} file_path={file_path} outcome={verdict} counts={counts} />
          </li>
        ))}
      </ul>
    </div>
  );
}

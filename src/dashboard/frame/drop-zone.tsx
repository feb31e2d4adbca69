import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { MAX_FILES_PER_REQUEST } from '../../shared/limits.ts';
import { droppedFiles, hasFolder } from '../upload/dropped-files.ts';
import { isArchive } from '../upload/read-files.ts';
import { homePath, navigate, route, runsPath } from './router.ts';
import { takeFiles } from '../upload/run-draft.ts';
import { canSubmit } from '../service/session.ts';
import { submitFiles } from '../home/submission.ts';

/** A few files are validated at once; many, or those of a folder or an archive, make a run. */
function take(data: DataTransfer): void {
  const files = [...data.files];
  const isRun =
    route.value.page === 'workflows' ||
    files.length > MAX_FILES_PER_REQUEST ||
    files.some(({ name }) => isArchive(name)) ||
    hasFolder(data);
  if (isRun) {
    void takeFiles(() => droppedFiles(data));
    if (route.value.page !== 'workflows') navigate(runsPath);
  } else {
    if (route.value.page !== 'home') navigate(homePath);
    void submitFiles(files);
  }
}

/** Files dropped anywhere on the page are validated. */
export function DropZone({ children }: { children: ComponentChildren }) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    // Entering a child fires before leaving its parent: only the balance tells when the page is left.
    let depth = 0;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onEnter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth += 1;
      setOver(canSubmit.value);
    };
    const onOver = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    };
    const onLeave = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth -= 1;
      if (depth <= 0) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      // Dropped where it can't be taken, it must not replace the page either.
      event.preventDefault();
      depth = 0;
      setOver(false);
      if (!canSubmit.value || !event.dataTransfer) return;
      take(event.dataTransfer);
    };
    const until = new AbortController();
    document.addEventListener('dragenter', onEnter, until);
    document.addEventListener('dragover', onOver, until);
    document.addEventListener('dragleave', onLeave, until);
    document.addEventListener('drop', onDrop, until);
    return () => until.abort();
  }, []);
  return (
    <>
      {children}
      {over && (
        <div class="drop-overlay" aria-hidden="true">
          <p>Drop files to validate them</p>
        </div>
      )}
    </>
  );
}

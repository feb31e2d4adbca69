import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { MAX_FILES_PER_REQUEST } from '../../shared/limits.ts';
import { type Dropped, hasFolder, isArchive, takeDropped } from '../upload/dropped.ts';
import { homePath, navigate, route, runsPath } from './router.ts';
import { canSubmit } from '../service/session.ts';
import { toast } from './toasts.ts';
import { submitFiles } from '../home/submission.ts';

/** Validates a few files directly. Many files, a folder or an archive become a run. */
function submitDropped(dropped: Dropped): void {
  const { files } = dropped;
  const isRun =
    route.value.page === 'runs' ||
    files.length > MAX_FILES_PER_REQUEST ||
    files.some(({ name }) => isArchive(name)) ||
    hasFolder(dropped);
  if (isRun) {
    void addToRun(dropped);
    if (route.value.page !== 'runs') navigate(runsPath);
  } else {
    if (route.value.page !== 'home') navigate(homePath);
    void submitFiles(files);
  }
}

/** Loads what reads files, and lets it read. */
async function addToRun(dropped: Dropped): Promise<void> {
  try {
    const [{ addFiles }, { droppedFiles }] = await Promise.all([
      import('../upload/run-draft.ts'),
      import('../upload/dropped-files.ts'),
    ]);
    await addFiles(() => droppedFiles(dropped));
  } catch (error) {
    console.warn(`Not read: ${String(error)}`);
    toast({ text: 'The files could not be read. Drop them again.', tone: 'error', isLasting: true });
  }
}

/** Accepts files that are dropped anywhere on the page. */
export function DropZone({ children }: { children: ComponentChildren }) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    // `dragenter` of a child fires before `dragleave` of its parent, so both are counted.
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
      // Keeps the browser from opening the file in place of the page, also for those who may not submit.
      event.preventDefault();
      depth = 0;
      setOver(false);
      if (!canSubmit.value || !event.dataTransfer) return;
      submitDropped(takeDropped(event.dataTransfer));
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

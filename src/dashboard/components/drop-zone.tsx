import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { homePath, navigate, route } from '../router.ts';
import { canSubmit } from '../session.ts';
import { submitFiles } from '../submission.ts';

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
      if (!canSubmit.value) return;
      if (route.value.page !== 'home') navigate(homePath);
      void submitFiles([...(event.dataTransfer?.files ?? [])]);
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

import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** A dialog over the page. The browser keeps the focus in it, and gives it back to where it was. */
export function Modal(props: {
  title: string;
  class?: string;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const { title, onClose, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  // Before the next key, which belongs to the dialog.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`desk-dialog ${props.class ?? ''}`}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => {
        // A click beside it: the backdrop belongs to the dialog itself.
        if (event.target === dialog.current) onClose();
      }}
    >
      {children}
    </dialog>
  );
}

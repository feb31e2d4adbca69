import { useEffect, useRef } from 'preact/hooks';
import { CopyButton } from './copy-button.tsx';

interface Props {
  /** What it is, as a heading. */
  title: string;
  secret: string;
  /** What to do with it. */
  hint: string;
  onDone: () => void;
}

/** A secret that the service does not show again. It has the focus, so that it is read out and not scrolled past. */
export function SecretOnce({ title, secret, hint, onDone }: Props) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus(), []);
  return (
    <section ref={panel} class="panel secret" tabIndex={-1} aria-label={title} data-testid="secret">
      <h2>{title}</h2>
      <p class="command">
        <code>{secret}</code>
        <CopyButton text={secret} />
      </p>
      <p class="fine">
        <b>It is not shown again.</b> {hint}
      </p>
      <p class="actions">
        <button type="button" class="button small" onClick={onDone}>
          I have kept it
        </button>
      </p>
    </section>
  );
}

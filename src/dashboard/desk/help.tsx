import { KEYS } from './keys.ts';
import { Modal } from './modal.tsx';

const GROUPS = [
  {
    title: 'Go',
    names: ['next', 'previous', 'nextPlace', 'previousPlace', 'nextDocument', 'previousDocument'],
  },
  { title: 'Decide', names: ['approve', 'reject', 'ignore', 'undo', 'tick', 'alike'] },
  { title: 'Write', names: ['edit', 'note'] },
  { title: 'Find', names: ['search', 'help'] },
] as const;

/** The keys of the desk. */
export function Help({ onClose }: { onClose: () => void }) {
  return (
    <Modal title="Keys" class="desk-help" onClose={onClose}>
      <header class="desk-dialog-head">
        <h2>Keys</h2>
        <button type="button" class="button small" onClick={onClose}>
          Close
        </button>
      </header>
      <div class="desk-help-groups">
        {GROUPS.map(({ title, names }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {names.map((name) => (
                <div key={name}>
                  <dt>
                    <kbd>{KEYS[name].key}</kbd>
                  </dt>
                  <dd>{KEYS[name].does}</dd>
                </div>
              ))}
              {title === 'Find' && (
                <div>
                  <dt>
                    <kbd>Ctrl</kbd> <kbd>K</kbd>
                  </dt>
                  <dd>Pages, documents and actions</dd>
                </div>
              )}
              {title === 'Write' && (
                <div>
                  <dt>
                    <kbd>Esc</kbd>
                  </dt>
                  <dd>Back to the text, from a field</dd>
                </div>
              )}
            </dl>
          </section>
        ))}
      </div>
      <p class="fine">
        In the text, <code>·</code> is a space, <code>⇥</code> a tab and <code>⏎</code> the end of a line,
        where they are changed.
      </p>
      <p class="fine">
        For programs: the <a href="/docs/">API of this service</a>.
      </p>
    </Modal>
  );
}

import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Modal } from './modal.tsx';
import { palette } from './palette-actions.ts';
import { type Choice, useChoices } from './palette-choices.ts';
import { useDeskStyle } from './use-desk-style.ts';

// At once, without waiting for an import: the next key belongs to the palette.
palette.open = openPalette;

/** Opens the palette over whatever page is shown. */
function openPalette(): void {
  const place = document.createElement('div');
  document.body.append(place);
  const close = () => {
    render(null, place);
    place.remove();
  };
  render(<Palette onClose={close} />, place);
}

function Palette({ onClose }: { onClose: () => void }) {
  useDeskStyle();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const choices = useChoices(text);
  const index = Math.min(at, choices.length - 1);
  const take = (choice: Choice | undefined) => {
    if (!choice) return;
    onClose();
    choice.run();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt((index + 1) % Math.max(1, choices.length));
    else if (event.key === 'ArrowUp') setAt((index - 1 + choices.length) % Math.max(1, choices.length));
    else if (event.key === 'Enter') take(choices[index]);
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    document.getElementById(`palette-${index}`)?.scrollIntoView({ block: 'nearest' });
  }, [index]);
  return (
    <Modal title="Go to a page, a document or an action" class="desk-palette" onClose={onClose}>
      <input
        type="text"
        role="combobox"
        aria-label="Pages, documents and actions"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={choices.length > 0 ? `palette-${index}` : undefined}
        placeholder="Pages, documents and actions"
        autocomplete="off"
        spellcheck={false}
        value={text}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <ul id="palette-list" role="listbox" aria-label="What matches">
        {choices.map((choice, number) => (
          <li
            key={`${choice.group} ${choice.label}`}
            id={`palette-${number}`}
            role="option"
            aria-selected={number === index}
            class="desk-choice"
            onClick={() => take(choice)}
            onPointerMove={() => setAt(number)}
          >
            <span class="desk-choice-group">
              {choices[number - 1]?.group === choice.group ? '' : choice.group}
            </span>
            <span class="desk-choice-label" dir="auto">
              {choice.label}
            </span>
            {choice.hint !== '' &&
              (choice.group === 'Actions' ? (
                <kbd>{choice.hint}</kbd>
              ) : (
                <span class="quiet">{choice.hint}</span>
              ))}
          </li>
        ))}
      </ul>
      {choices.length === 0 && <p class="quiet">Nothing matches.</p>}
    </Modal>
  );
}

/** Small marks of outcome and level: never by colour alone. */
import type { Level, Outcome } from '../../shared/things.ts';
import { revealHidden } from '../../shared/reveal-hidden.ts';
import { describeLevel, describeOutcome } from '../words.ts';

export function OutcomeMark({ outcome }: { outcome: Outcome | null }) {
  return <span class={`mark outcome-${outcome ?? 'none'}`}>{describeOutcome(outcome)}</span>;
}

export function LevelMark({ level }: { level: Level }) {
  return <span class={`mark level-${level}`}>{describeLevel(level)}</span>;
}

/** A folder of so many characters is no longer than what would be left of it. */
const SHORT_FOLDER = 3;

/** A path as text, whatever is in it: hidden characters are spelt out, and the file's name is never what is cut off. */
export function FilePath({ path }: { path: string }) {
  const shown = revealHidden(path);
  const name = shown.lastIndexOf('/') + 1;
  return (
    <bdi class="path" title={shown}>
      {name > 0 && (
        <span class={`path-folder ${name <= SHORT_FOLDER ? 'short' : ''}`}>{shown.slice(0, name)}</span>
      )}
      <span class="path-name">{shown.slice(name)}</span>
    </bdi>
  );
}

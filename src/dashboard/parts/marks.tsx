/** Labels for outcomes and levels, and the path of a file. */
import type { Level, Outcome } from '../../shared/things.ts';
import { revealHidden } from '../../shared/reveal-hidden.ts';
import { describeLevel, describeOutcome } from './words.ts';

export function OutcomeMark({ outcome }: { outcome: Outcome | null }) {
  return <span class={`mark outcome-${outcome ?? 'none'}`}>{describeOutcome(outcome)}</span>;
}

export function LevelMark({ level }: { level: Level }) {
  return <span class={`mark level-${level}`}>{describeLevel(level)}</span>;
}

/** Folders of at most this many characters are not shortened: the ellipsis would not save space. */
const SHORT_FOLDER = 3;

/** Shows a path. Hidden characters are spelled out. When space is short, the folders are cut before the file name. */
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

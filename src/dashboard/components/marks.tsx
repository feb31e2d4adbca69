/** Small marks of outcome and level: never by colour alone. */
import type { Level, Outcome } from '../../shared/things.ts';
import { describeOutcome } from '../words.ts';

export function OutcomeMark({ outcome }: { outcome: Outcome | null }) {
  return <span class={`mark outcome-${outcome ?? 'none'}`}>{describeOutcome(outcome)}</span>;
}

export function LevelMark({ level }: { level: Level }) {
  return <span class={`mark level-${level}`}>{level}</span>;
}

/** A path as text, whatever is in it: isolated, so that it cannot turn the text around it. */
export function FilePath({ path }: { path: string }) {
  return (
    <bdi class="path" title={path}>
      {path}
    </bdi>
  );
}

import type { Change } from './text-rows.ts';
import { shorten, showBlanks, wordDiff } from './word-diff.ts';

/** A change as it reads in the text: what is removed, what is added, with blanks made visible. */
export function InPlace(props: {
  expected: string;
  change: Pick<Change, 'text' | 'isLeftOut'>;
  isCurrent?: boolean;
}) {
  const { expected, change, isCurrent = false } = props;
  if (change.isLeftOut) return <span class="desk-left-out">{shorten(expected)}</span>;
  return (
    <span class={`desk-change ${isCurrent ? 'current' : ''}`}>
      {wordDiff(expected, change.text).map(({ kind, text }, index) => {
        const shown = kind === 'same' ? shorten(text) : showBlanks(shorten(text));
        const look = text.trim() === '' ? 'blank' : '';
        if (kind === 'removed')
          return (
            <del key={index} class={look}>
              {shown}
            </del>
          );
        if (kind === 'added')
          return (
            <ins key={index} class={look}>
              {shown}
            </ins>
          );
        return shown;
      })}
    </span>
  );
}

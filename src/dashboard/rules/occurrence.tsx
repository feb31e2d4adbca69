import type { RecommendationListItem } from '../../shared/things.ts';
import { deskPath } from '../frame/router.ts';
import { DiffText } from '../parts/diff.tsx';
import { FilePath, LevelMark } from '../parts/marks.tsx';
import { describeScope } from '../parts/words.ts';

interface Props {
  one: RecommendationListItem;
  isTicked: boolean;
  /** Undefined for those who may not decide, and for what somebody has decided meanwhile. */
  onToggle: ((isRange: boolean) => void) | undefined;
  /** What somebody has made of it since the list was read. */
  now: string | undefined;
}

/** One occurrence of a rule in a document, with its diff. */
export function Occurrence({ one, isTicked, onToggle, now }: Props) {
  const { id, validation_id, rule_id, file_path, severity, scope, confidence, edits, title } = one;
  return (
    <li class={`occurrence ${isTicked ? 'ticked' : ''}`} data-testid="occurrence">
      <div class="occurrence-head">
        {onToggle && (
          <label class="tick">
            <input
              type="checkbox"
              checked={isTicked}
              aria-label={file_path}
              // `onChange` does not know about the shift key.
              onClick={(event) => onToggle(event.shiftKey)}
            />
          </label>
        )}
        <a class="occurrence-path" href={deskPath(validation_id, { rule_id, finding: id })} title={title}>
          <FilePath path={file_path} />
        </a>
        <span class="row-facts">
          {now !== undefined && <span class={`mark status-${now}`}>{now} meanwhile</span>}
          <LevelMark level={severity} />
          <span>{describeScope(scope)}</span>
          <span>{Math.round(confidence * 100)} %</span>
        </span>
      </div>
      <Change edits={edits.length} one={one} />
    </li>
  );
}

function Change({ one, edits }: { one: RecommendationListItem; edits: number }) {
  if (one.diff !== '') return <DiffText diff={shortDiff(one.diff)} label={`Change in ${one.file_path}`} />;
  if (edits > 0) return <p class="fine">{edits} changes, too long to be shown here.</p>;
  return <p class="fine">No automatic change: this one needs a person. {one.instruction}</p>;
}

/** A diff without the lines that name the file. */
function shortDiff(diff: string): string {
  return diff
    .split('\n')
    .filter((line) => !line.startsWith('--- ') && !line.startsWith('+++ '))
    .join('\n');
}

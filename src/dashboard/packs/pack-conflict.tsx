import type { FamilyDetail } from '../../shared/api/families.ts';
import { Age } from '../parts/age.tsx';
import { DiffText } from '../parts/diff.tsx';
import { changedLines } from './pack-draft.ts';

interface Props {
  /** The pack as somebody else has stored it. */
  pack: FamilyDetail;
  /** The source that both changes started from. */
  before: string;
  isBusy: boolean;
  onTake: () => void;
  onOverwrite: () => void;
}

/** Shows what somebody else has changed in a pack that is being edited, and asks which of the two to keep. */
export function PackConflict({ pack, before, isBusy, onTake, onOverwrite }: Props) {
  const { source, updated_by, updated_at } = pack;
  return (
    <div class="answer problem" role="alert" data-testid="conflict">
      <p>
        <bdi>{updated_by ?? 'Somebody'}</bdi> changed this pack
        {updated_at !== undefined && (
          <>
            {' '}
            <Age of={updated_at} />
          </>
        )}
        . Your text is kept, and not saved.
      </p>
      <DiffText diff={changedLines(before, source)} label="The other change" />
      <p class="actions">
        <button type="button" class="button small" disabled={isBusy} onClick={onTake}>
          Take theirs
        </button>
        <button type="button" class="button small" disabled={isBusy} onClick={onOverwrite}>
          Overwrite with mine
        </button>
      </p>
    </div>
  );
}

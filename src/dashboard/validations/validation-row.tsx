import type { ComponentChildren } from 'preact';
import type { Validation } from '../../shared/things.ts';
import { validationPath } from '../frame/router.ts';
import { describeCounts } from '../parts/words.ts';
import { FilePath, OutcomeMark } from '../parts/marks.tsx';

type Props = Pick<Validation, 'id' | 'file_path' | 'outcome' | 'counts'> & {
  /** Further facts, shown after the counts. */
  children?: ComponentChildren;
};

/** A row of a list: path, outcome and counts of a validation, linked to its page. */
export function ValidationRow({ id, file_path, outcome, counts, children }: Props) {
  return (
    <a class="row" href={validationPath(id)}>
      <FilePath path={file_path} />
      <span class="row-facts">
        <OutcomeMark outcome={outcome} />
        <span class="counts">{describeCounts(counts)}</span>
        {children}
      </span>
    </a>
  );
}

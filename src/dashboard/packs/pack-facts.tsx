import type { FamilySummary } from '../../shared/api/families.ts';
import { Age } from '../parts/age.tsx';

/** The name of a rule pack, what it is, and who changed it last. */
export function PackFacts({ pack }: { pack: FamilySummary }) {
  const { name, description, updated_by, updated_at } = pack;
  return (
    <>
      <span class="family">{name}</span>
      {description !== '' && <bdi>{description}</bdi>}
      {updated_at !== undefined && (
        <span>
          by <bdi>{updated_by}</bdi>, <Age of={updated_at} />
        </span>
      )}
    </>
  );
}

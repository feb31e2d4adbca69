import { api } from '../service/api.ts';
import { reloadCount } from '../service/live.ts';
import { packPath } from '../frame/router.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { Age } from '../parts/age.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';

/** The rule packs of all families. */
export function PacksPage() {
  const { value, problem, retry } = useLoaded(() => api.families(), [reloadCount.value]);
  return (
    <>
      <h1 class="page-title">Rule packs</h1>
      <section class="panel" aria-label="Rule packs">
        {problem !== null && <LoadProblem what="The list" problem={problem} retry={retry} />}
        {!value && problem === null && <p class="quiet">Loading…</p>}
        <ul class="rows" data-testid="packs">
          {value?.results.map(({ name, title, description, updated_by, updated_at }) => (
            <li key={name}>
              <a class="row" href={packPath(name)}>
                <span class="row-title">{title}</span>
                <span class="row-facts">
                  <span class="family">{name}</span>
                  {description !== '' && <bdi>{description}</bdi>}
                  {updated_at !== undefined && (
                    <span>
                      by <bdi>{updated_by}</bdi>, <Age of={updated_at} />
                    </span>
                  )}
                </span>
              </a>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

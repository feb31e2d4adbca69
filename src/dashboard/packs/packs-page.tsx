import { api } from '../service/api.ts';
import { reloadCount } from '../service/live.ts';
import { packPath } from '../frame/router.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { LoadProblem } from '../parts/load-problem.tsx';
import { PackFacts } from './pack-facts.tsx';

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
          {value?.results.map((pack) => (
            <li key={pack.name}>
              <a class="row" href={packPath(pack.name)}>
                <span class="row-title">{pack.title}</span>
                <span class="row-facts">
                  <PackFacts pack={pack} />
                </span>
              </a>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

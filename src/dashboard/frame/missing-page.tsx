import { LoadProblem } from '../parts/load-problem.tsx';
import { homePath } from './router.ts';

interface Props {
  title: string;
  detail?: string;
  /** For what could not be loaded, but may exist. */
  retry?: () => void;
}

/** Shown in place of a page that does not exist or could not be loaded. */
export function MissingPage({ title, detail, retry }: Props) {
  return (
    <section class="panel empty">
      <h1>{title}</h1>
      {retry ? <LoadProblem problem={detail ?? ''} retry={retry} /> : detail && <p>{detail}</p>}
      <p>
        <a href={homePath}>Back to what waits</a>
      </p>
    </section>
  );
}

import { homePath } from './router.ts';

export function MissingPage({ title, detail }: { title: string; detail?: string }) {
  return (
    <section class="panel empty">
      <h1>{title}</h1>
      {detail && <p>{detail}</p>}
      <p>
        <a href={homePath}>Back to the dashboard</a>
      </p>
    </section>
  );
}

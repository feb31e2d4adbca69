import { useState } from 'preact/hooks';
import { loadedPages } from './pages.ts';
import { route } from './router.ts';

/** The page of the address, once its file is here. */
export function LazyPage() {
  const here = route.value;
  if (here.page === 'missing') return null;
  const Page = loadedPages.value[here.page];
  if (Page === undefined) return <p class="starting">Loading…</p>;
  if (Page === 'failed') return <PageAway />;
  const id = 'id' in here ? here.id : '';
  // Another thing is another page: nothing of the one before stays. The desk goes from document to document by itself.
  const key = here.page === 'desk' || here.page === 'desk-document' ? 'desk' : `${here.page} ${id}`;
  return <Page key={key} id={id} />;
}

/**
 * The file of the page did not arrive. Browsers remember that for the rest of the document's life, and after a deployment
 * the file has another name, so the page is loaded anew: as soon as the service answers, so that this one is not lost for
 * nothing.
 */
function PageAway() {
  const [state, setState] = useState<'idle' | 'asking' | 'away'>('idle');
  const again = async () => {
    setState('asking');
    try {
      const shell = await fetch(location.pathname, { cache: 'no-store' });
      if (shell.ok) location.reload();
      else setState('away');
    } catch (error) {
      console.warn(`Still away: ${String(error)}`);
      setState('away');
    }
  };
  return (
    <section class="panel empty">
      <h1>This page could not be loaded</h1>
      <p role="alert">
        {state === 'away'
          ? 'The service still does not answer.'
          : 'The connection was lost, or a new version of Galley was deployed meanwhile.'}
      </p>
      <p class="actions centered">
        <button
          type="button"
          class="button primary"
          disabled={state === 'asking'}
          onClick={() => void again()}
        >
          {state === 'asking' ? 'Trying…' : 'Try again'}
        </button>
      </p>
    </section>
  );
}

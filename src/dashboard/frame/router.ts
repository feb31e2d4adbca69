/** Where we are: the address as a signal. Links are plain `<a href>`, and work without this file too. */
import { signal } from '@preact/signals';

const ROOT = '/dashboard/';
const ONE = /^\/dashboard\/(?<list>validations|workflows)\/(?<id>[^/]+)$/;

export type Route =
  | { page: 'home' }
  | { page: 'validations' }
  | { page: 'recommendations' }
  | { page: 'workflows' }
  | { page: 'validation'; id: string }
  | { page: 'workflow'; id: string }
  | { page: 'missing' };

/** @param path - of an address, e.g. `/dashboard/validations/019…` */
export function parseRoute(path: string): Route {
  if (path === ROOT || path === `${ROOT}index.html`) return { page: 'home' };
  if (path === validationsPath) return { page: 'validations' };
  if (path === recommendationsPath) return { page: 'recommendations' };
  if (path === runsPath) return { page: 'workflows' };
  const { list, id } = ONE.exec(path)?.groups ?? {};
  if (id === undefined) return { page: 'missing' };
  try {
    return { page: list === 'workflows' ? 'workflow' : 'validation', id: decodeURIComponent(id) };
  } catch (error) {
    if (error instanceof URIError) return { page: 'missing' };
    throw error;
  }
}

export const homePath = ROOT;
export const validationsPath = `${ROOT}validations`;
export const recommendationsPath = `${ROOT}recommendations`;
export const runsPath = `${ROOT}workflows`;
export const validationPath = (id: string) => `${ROOT}validations/${encodeURIComponent(id)}`;

export const runPath = (id: string) => `${ROOT}workflows/${encodeURIComponent(id)}`;
/** The validations of a run. */
export const runValidationsPath = (id: string) => `${validationsPath}?workflow_id=${encodeURIComponent(id)}`;

export const route = signal<Route>(parseRoute(location.pathname));
/** What the address says after the path: the filters of a list. */
export const query = signal(new URLSearchParams(location.search));

/** Goes to a page of the dashboard, without loading it anew. */
export function navigate(path: string): void {
  history.pushState(null, '', path);
  read();
  scrollTo(0, 0);
  // A reader of the screen is told of the new page by its heading, as after a load.
  requestAnimationFrame(() => document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true }));
}

/** Changes the filters of this page, in the address too: a link to it shows the same. */
export function setQuery(changes: Record<string, string | undefined>): void {
  const next = new URLSearchParams(query.value);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') next.delete(name);
    else next.set(name, value);
  }
  history.replaceState(
    null,
    '',
    next.size > 0 ? `${location.pathname}?${next.toString()}` : location.pathname,
  );
  query.value = next;
}

function read(): void {
  route.value = parseRoute(location.pathname);
  query.value = new URLSearchParams(location.search);
}

export function startRouter(): void {
  addEventListener('popstate', read);
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
      return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.target || link.origin !== location.origin || !link.pathname.startsWith(ROOT)) return;
    if (link.hash) return;
    event.preventDefault();
    navigate(link.pathname + link.search);
  });
}

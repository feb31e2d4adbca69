/** The address of the page as signals. Links are plain `<a href>` elements; they also work without this router. */
import { signal } from '@preact/signals';

const ROOT = '/dashboard/';
const DETAIL_PATH = /^\/dashboard\/(?<list>validations|workflows|families|desk)\/(?<id>[^/]+)$/;

const DETAILS: Readonly<Record<string, 'run' | 'pack' | 'desk-document'>> = {
  workflows: 'run',
  families: 'pack',
  desk: 'desk-document',
};

export type Route =
  | { page: 'home' }
  | { page: 'documents' }
  | { page: 'validations' }
  | { page: 'recommendations' }
  | { page: 'runs' }
  | { page: 'packs' }
  | { page: 'desk' }
  | { page: 'validation'; id: string }
  | { page: 'run'; id: string }
  | { page: 'pack'; id: string }
  | { page: 'desk-document'; id: string }
  | { page: 'missing' };

/** @param path - the path of an address, e.g. `/dashboard/validations/019…` */
export function parseRoute(path: string): Route {
  if (path === ROOT || path === `${ROOT}index.html`) return { page: 'home' };
  if (path === documentsPath) return { page: 'documents' };
  if (path === validationsPath) return { page: 'validations' };
  if (path === recommendationsPath) return { page: 'recommendations' };
  if (path === runsPath) return { page: 'runs' };
  if (path === packsPath) return { page: 'packs' };
  if (path === queuePath) return { page: 'desk' };
  const { list, id } = DETAIL_PATH.exec(path)?.groups ?? {};
  if (id === undefined) return { page: 'missing' };
  try {
    return { page: DETAILS[list ?? ''] ?? 'validation', id: decodeURIComponent(id) };
  } catch (error) {
    if (error instanceof URIError) return { page: 'missing' };
    throw error;
  }
}

export const homePath = ROOT;
export const documentsPath = `${ROOT}documents`;
export const validationsPath = `${ROOT}validations`;
export const recommendationsPath = `${ROOT}recommendations`;
export const runsPath = `${ROOT}workflows`;
export const packsPath = `${ROOT}families`;
export const queuePath = `${ROOT}desk`;
/** The first document on the desk that waits. @param filters - of the queue, e.g. a family */
export const queueWith = (filters: Readonly<Record<string, string>>) => withQuery(queuePath, filters);
/** A document on the desk. @param filters - those of the queue that goes on after it, and `finding` */
export const deskPath = (validationId: string, filters: Readonly<Record<string, string>> = {}) =>
  withQuery(`${queuePath}/${encodeURIComponent(validationId)}`, filters);
export const packPath = (name: string) => `${ROOT}families/${encodeURIComponent(name)}`;
export const validationPath = (id: string) => `${ROOT}validations/${encodeURIComponent(id)}`;

export const runPath = (id: string) => `${ROOT}workflows/${encodeURIComponent(id)}`;
/** The list of the validations of a run. */
export const runValidationsPath = (id: string) => `${validationsPath}?workflow_id=${encodeURIComponent(id)}`;

function withQuery(path: string, filters: Readonly<Record<string, string>>): string {
  const filled = new URLSearchParams(filters);
  return filled.size > 0 ? `${path}?${filled.toString()}` : path;
}

export const route = signal<Route>(parseRoute(location.pathname));
/** The query of the address: the filters of a list. */
export const query = signal(new URLSearchParams(location.search));

/** Shows another page of the dashboard without a full page load. */
export function navigate(path: string): void {
  history.pushState(null, '', path);
  readAddress();
  scrollTo(0, 0);
  // Moves the focus to the new content, so that a screen reader announces it as after a full load.
  requestAnimationFrame(() => document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true }));
}

/** Shows another page in the place of this one: Back leads to the one before. */
export function replaceAddress(path: string): void {
  history.replaceState(history.state, '', path);
  readAddress();
}

/** Changes filters in the address, so that a link to it shows the same list. Empty values remove a filter. */
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

function readAddress(): void {
  route.value = parseRoute(location.pathname);
  query.value = new URLSearchParams(location.search);
}

export function startRouter(): void {
  addEventListener('popstate', readAddress);
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

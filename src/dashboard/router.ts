/** Where we are: the address as a signal. Links are plain `<a href>`, and work without this file too. */
import { signal } from '@preact/signals';

const ROOT = '/dashboard/';
const VALIDATION = /^\/dashboard\/validations\/([^/]+)$/;

export type Route = { page: 'home' } | { page: 'validation'; id: string } | { page: 'missing' };

/** @param path - of an address, e.g. `/dashboard/validations/019…` */
export function parseRoute(path: string): Route {
  if (path === ROOT || path === `${ROOT}index.html`) return { page: 'home' };
  const id = VALIDATION.exec(path)?.[1];
  if (id === undefined) return { page: 'missing' };
  try {
    return { page: 'validation', id: decodeURIComponent(id) };
  } catch (error) {
    if (error instanceof URIError) return { page: 'missing' };
    throw error;
  }
}

export const route = signal<Route>(parseRoute(location.pathname));

export const homePath = ROOT;
export const validationPath = (id: string) => `${ROOT}validations/${encodeURIComponent(id)}`;

/** Goes to a page of the dashboard, without loading it anew. */
export function navigate(path: string): void {
  history.pushState(null, '', path);
  route.value = parseRoute(path);
  scrollTo(0, 0);
  // A reader of the screen is told of the new page by its heading, as after a load.
  requestAnimationFrame(() => document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true }));
}

export function startRouter(): void {
  addEventListener('popstate', () => {
    route.value = parseRoute(location.pathname);
  });
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
      return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.target || link.origin !== location.origin || !link.pathname.startsWith(ROOT)) return;
    if (link.hash) return;
    event.preventDefault();
    navigate(link.pathname);
  });
}

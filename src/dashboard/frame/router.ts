/** The address of the page as signals. Links are plain `<a href>` elements; they also work without this router. */
import { signal } from '@preact/signals';

const ROOT = '/dashboard/';

/** The pages that are one each, by the end of their address. */
const SINGLE = {
  '': 'home',
  'index.html': 'home',
  documents: 'documents',
  validations: 'validations',
  recommendations: 'recommendations',
  workflows: 'runs',
  quality: 'quality',
  health: 'health',
  deliver: 'deliver',
  activity: 'activity',
  ignored: 'ignored',
  families: 'packs',
  tokens: 'tokens',
  webhooks: 'webhooks',
  desk: 'desk',
} as const;
/** The pages of things: one for each id. */
const DETAILS = {
  validations: 'validation',
  workflows: 'run',
  families: 'pack',
  rules: 'rule',
  desk: 'desk-document',
} as const;
const DETAIL_PATH =
  /^(?<list>validations|workflows|families|desk)\/(?<id>[^/]+)$|^(?<rules>rules)\/(?<rule>.+)$/;

export type SinglePage = (typeof SINGLE)[keyof typeof SINGLE];
export type DetailPage = (typeof DETAILS)[keyof typeof DETAILS];
export type Route = { page: SinglePage } | { page: DetailPage; id: string } | { page: 'missing' };

/** @param path - the path of an address, e.g. `/dashboard/validations/019…` */
export function parseRoute(path: string): Route {
  if (!path.startsWith(ROOT)) return { page: 'missing' };
  const rest = path.slice(ROOT.length);
  if (isKeyOf(SINGLE, rest)) return { page: SINGLE[rest] };
  const { list, id, rules, rule } = DETAIL_PATH.exec(rest)?.groups ?? {};
  const name = list ?? rules ?? '';
  if (!isKeyOf(DETAILS, name)) return { page: 'missing' };
  try {
    return { page: DETAILS[name], id: decodeURIComponent(id ?? rule ?? '') };
  } catch (error) {
    if (error instanceof URIError) return { page: 'missing' };
    throw error;
  }
}

function isKeyOf<T extends object>(table: T, key: string): key is string & keyof T {
  return Object.hasOwn(table, key);
}

export const homePath = ROOT;
export const documentsPath = `${ROOT}documents`;
export const validationsPath = `${ROOT}validations`;
export const recommendationsPath = `${ROOT}recommendations`;
export const runsPath = `${ROOT}workflows`;
export const packsPath = `${ROOT}families`;
export const qualityPath = `${ROOT}quality`;
export const healthPath = `${ROOT}health`;
export const deliverPath = `${ROOT}deliver`;
export const activityPath = `${ROOT}activity`;
export const ignoredPath = `${ROOT}ignored`;
export const tokensPath = `${ROOT}tokens`;
export const webhooksPath = `${ROOT}webhooks`;
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
/** @param filters - e.g. a family */
export const rulePath = (id: string, filters: Readonly<Record<string, string>> = {}) =>
  withQuery(`${ROOT}rules/${id.split('/').map(encodeURIComponent).join('/')}`, filters);
/** The list of documents with filters. */
export const documentsWith = (filters: Readonly<Record<string, string>>) => withQuery(documentsPath, filters);

function withQuery(path: string, filters: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ''));
  return query.size > 0 ? `${path}?${query.toString()}` : path;
}

export const route = signal<Route>(parseRoute(location.pathname));
/** The query of the address: the filters of a list. */
export const query = signal(new URLSearchParams(location.search));

/** Shows another page of the dashboard without a full page load. */
export function navigate(path: string): void {
  const isScrolled = scrollY > 0;
  rememberScroll();
  history.pushState(null, '', path);
  readAddress();
  // At its top already: to scroll there would have the page laid out before it is drawn.
  if (isScrolled) scrollTo(0, 0);
  // Moves the focus to the new content, so that a screen reader announces it as after a full load.
  requestAnimationFrame(() => document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true }));
}

/** Shows another page in the place of this one: Back leads to the one before. */
export function replaceAddress(path: string): void {
  history.replaceState(history.state, '', path);
  readAddress();
}

/** Changes filters in the address, so that a link to it shows the same list. Empty values remove a filter. */
export function setQuery(changes: Readonly<Record<string, string | undefined>>): void {
  const next = new URLSearchParams(query.value);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') next.delete(name);
    else next.set(name, value);
  }
  history.replaceState(
    history.state,
    '',
    next.size > 0 ? `${location.pathname}?${next.toString()}` : location.pathname,
  );
  query.value = next;
}

function readAddress(): void {
  route.value = parseRoute(location.pathname);
  query.value = new URLSearchParams(location.search);
}

/** What is kept with an entry of the history, for whoever comes back to it. */
interface Kept {
  /** How far the page is scrolled. */
  scroll?: number;
  /** Of a list: what it is, and how many of its pages are shown. */
  list?: { key: string; pages: number };
}

function kept(): Kept {
  const state: unknown = history.state;
  if (typeof state !== 'object' || state === null) return {};
  return state;
}

function keep(changes: Kept): void {
  history.replaceState({ ...kept(), ...changes }, '');
}

/** Writing to the history takes the browser long: it is written only when it is news. */
function rememberScroll(): void {
  if ((kept().scroll ?? 0) !== scrollY) keep({ scroll: scrollY });
}

/** Keeps how many pages of a list are shown. */
export function rememberPages(key: string, pages: number): void {
  if (pages > 1 || kept().list) keep({ list: { key, pages } });
}

/** How many pages of a list were shown when the reader left this place; 1 for a new one. */
export function rememberedPages(key: string): number {
  const { list } = kept();
  return list?.key === key ? list.pages : 1;
}

/** How long the content of a page that is shown again may take to be as long as it was. */
const RESTORE_MS = 4_000;

/** Scrolls to where the page was, as soon as it is long enough, unless somebody scrolls before. */
function restoreScroll(to: number): void {
  const until = performance.now() + RESTORE_MS;
  const stop = new AbortController();
  for (const type of ['wheel', 'touchmove', 'keydown', 'pointerdown'])
    addEventListener(type, () => stop.abort(), { signal: stop.signal, passive: true });
  const step = () => {
    if (stop.signal.aborted) return;
    scrollTo(0, to);
    if (Math.abs(scrollY - to) < 1 || performance.now() > until) stop.abort();
    else requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

export function startRouter(): void {
  // The browser's own would come before the content is there.
  history.scrollRestoration = 'manual';
  let timer: ReturnType<typeof setTimeout> | undefined;
  addEventListener('scroll', () => {
    clearTimeout(timer);
    timer = setTimeout(rememberScroll, 150);
  });
  addEventListener('popstate', () => {
    clearTimeout(timer);
    readAddress();
    restoreScroll(kept().scroll ?? 0);
  });
  // A page that is loaded is at its top: to scroll there would have it laid out before its time.
  const { scroll = 0 } = kept();
  if (scroll > 0) restoreScroll(scroll);
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
      return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.target || link.download || link.origin !== location.origin) return;
    if (!link.pathname.startsWith(ROOT) || link.hash) return;
    event.preventDefault();
    clearTimeout(timer);
    navigate(link.pathname + link.search);
  });
}

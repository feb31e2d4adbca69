/** The pages. Each is a file of its own, which is loaded when the page is shown for the first time. */
import { effect, signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { askAhead } from '../service/ahead.ts';
import { type DetailPage, parseRoute, type Route, route, type SinglePage } from './router.ts';

type Page = SinglePage | DetailPage;
/** `id` is that of the thing; empty on a page that is about none. */
export type PageComponent = ComponentType<{ id: string }>;

const LOADERS: Readonly<Record<Page, () => Promise<PageComponent>>> = {
  home: async () => (await import('../home/home-page.tsx')).HomePage,
  documents: async () => (await import('../documents/documents-page.tsx')).DocumentsPage,
  validations: async () => (await import('../validations/validations-page.tsx')).ValidationsPage,
  recommendations: async () => (await import('../rules/rules-page.tsx')).RulesPage,
  runs: async () => (await import('../runs/runs-page.tsx')).RunsPage,
  rule: async () => (await import('../rules/rule-page.tsx')).RulePage,
  quality: async () => (await import('../quality/quality-page.tsx')).QualityPage,
  deliver: async () => (await import('../deliver/deliver-page.tsx')).DeliverPage,
  health: async () => (await import('../health/health-page.tsx')).HealthPage,
  activity: async () => (await import('../activity/activity-page.tsx')).ActivityPage,
  ignored: async () => (await import('../ignored/ignored-page.tsx')).IgnoredPage,
  desk: async () => (await import('../desk/desk-page.tsx')).DeskPage,
  'desk-document': async () => (await import('../desk/desk-page.tsx')).DeskPage,
  packs: async () => (await import('../packs/packs-page.tsx')).PacksPage,
  tokens: async () => (await import('../access/tokens-page.tsx')).TokensPage,
  webhooks: async () => (await import('../webhooks/webhooks-page.tsx')).WebhooksPage,
  validation: async () => (await import('../validations/validation-page.tsx')).ValidationPage,
  run: async () => (await import('../runs/run-page.tsx')).RunPage,
  pack: async () => (await import('../packs/pack-page.tsx')).PackPage,
};

/** Loads the style of the pages other than home. The shell names its file. */
function loadStyle(): Promise<void> {
  const href = document.querySelector<HTMLMetaElement>('meta[name=pages-style]')?.content ?? '';
  const there = document.querySelector<HTMLLinkElement>(`link[rel=stylesheet][href="${href}"]`);
  if (there?.sheet) return Promise.resolve();
  return new Promise((resolve, reject) => {
    // It may be on its way: see service/load-ahead.ts.
    const link = there ?? Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => {
      link.remove();
      reject(new Error('its style did not arrive'));
    });
    if (!there) document.head.append(link);
  });
}

/** What has arrived, and what could not be loaded. */
export const loadedPages = signal<Readonly<Partial<Record<Page, PageComponent | 'failed'>>>>({});
const loading = new Set<Page>();

/** Loads the file of a page, once. */
export async function loadPage({ page }: Route): Promise<void> {
  if (page === 'missing' || loading.has(page)) return;
  if (loadedPages.peek()[page] !== undefined) return;
  loading.add(page);
  try {
    const [component] = await Promise.all([LOADERS[page](), page === 'home' ? undefined : loadStyle()]);
    loadedPages.value = { ...loadedPages.peek(), [page]: component };
  } catch (error) {
    console.warn(`The page could not be loaded: ${String(error)}`);
    loadedPages.value = { ...loadedPages.peek(), [page]: 'failed' };
  } finally {
    loading.delete(page);
  }
}

/** Loads the page that a link leads to. */
function loadLinked({ target }: Event): void {
  const link = target instanceof Element ? target.closest('a') : null;
  if (link?.origin === location.origin) void loadPage(parseRoute(link.pathname));
}

/** Loads each page once its address is shown, or somebody points at a link to it. */
export function startPages(): void {
  document.addEventListener('pointerover', loadLinked);
  document.addEventListener('focusin', loadLinked);
  let isFirst = true;
  effect(() => {
    const here = route.value;
    // The page that is loaded by its address has asked already: see ../ahead.ts.
    if (!isFirst && here.page !== 'missing' && loadedPages.peek()[here.page] === undefined)
      askAhead(location);
    isFirst = false;
    void loadPage(here);
  });
}

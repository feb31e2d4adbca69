/**
 * The fixture of the dashboard's tests: one service and one browser for a file, a new browser context and page for each
 * test. A file calls {@link useDashboard} once; the bindings below are set before each of its tests.
 */
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { createApi } from '../../src/client/index.ts';
import { launchChromium } from './chromium.ts';
import { Service } from './service.ts';

const VIEWPORT = { width: 1440, height: 900 };
/** An address that no page asks for. */
const NEVER_ASKED = 'http://galley.invalid/never-asked';

export let service: Service;
export let browser: Browser;
export let context: BrowserContext;
export let page: Page;
/** All that the pages of this test wrote to the console. */
export let said: string[];
/** Exceptions and console errors in the pages of this test, without the expected ones. */
export let wrong: string[];

interface DashboardOptions {
  start: () => Promise<Service>;
  /** Console errors that are no failure: the browser logs one for each answer above 399. */
  expectedErrors: RegExp;
  /** Whether a test fails when {@link wrong} is not empty at its end. */
  checkErrors: boolean;
}

let expectedErrors: RegExp;

/** Registers the hooks of a test file. */
export function useDashboard(options: Partial<DashboardOptions> = {}): void {
  const { start = () => Service.start(), checkErrors = true } = options;
  beforeAll(async () => {
    expectedErrors = options.expectedErrors ?? /(?!)/;
    [service, browser] = await Promise.all([start(), launchChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await service?.remove();
  });
  beforeEach(async () => {
    said = [];
    wrong = [];
    context = await browser.newContext({ viewport: VIEWPORT });
    page = await openPage();
  });
  afterEach(async () => {
    if (checkErrors) expect(wrong).toEqual([]);
    // Handlers of intercepted requests may still be waiting for an answer.
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await context.close();
  });
}

/** Opens another page in the context of this test. Its errors count as well. */
export async function openPage(): Promise<Page> {
  const opened = await context.newPage();
  // The first route of a page switches interception on, and requests of the next moments get past it unseen. So it is on
  // before the page asks for anything.
  await opened.route(NEVER_ASKED, (route) => route.abort());
  opened.on('pageerror', (error) => wrong.push(String(error)));
  opened.on('console', (message) => {
    said.push(message.text());
    if (message.type() === 'error' && !expectedErrors.test(message.text())) wrong.push(message.text());
  });
  return opened;
}

/** A client of the service that is not the page. */
export const api = () => createApi({ baseUrl: service.url });
/** @param path - after `/dashboard/` */
export const goTo = (path: string, on: Page = page) => on.goto(`${service.url}/dashboard/${path}`);
export const test = (id: string, on: Page = page): Locator => on.getByTestId(id);
export const button = (name: string | RegExp, on: Page = page): Locator => on.getByRole('button', { name });
/** The badge that says whether the page is live. */
export const state = (on: Page = page): Locator => test('connection-state', on);

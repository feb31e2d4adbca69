import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { RenderedReport } from '../services/documents/report.ts';
import type { AppEnvironment } from './environment.ts';

/** Answers with a report: displayed where the browser can, with a file name for downloads. */
export function reportResponse(
  c: Context<AppEnvironment>,
  { mediaType, fileName, text, stylesheet }: RenderedReport,
): Response {
  if (stylesheet !== undefined) c.set('stylesheet', stylesheet);
  return c.body(text, 200, {
    'Content-Type': mediaType,
    'Content-Disposition': `inline; filename="${fileName}"`,
  });
}

/**
 * Sets the content security policy of a page with its own stylesheet: nothing but that stylesheet, by its hash, is
 * loaded or run. Must be outside of the middleware that sets the policy of all other answers.
 *
 * @see https://www.w3.org/TR/CSP3/#external-hash
 */
export const pagePolicy = createMiddleware<AppEnvironment>(async function pagePolicy(c, next) {
  await next();
  const stylesheet = c.get('stylesheet');
  if (stylesheet === undefined) return;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(stylesheet));
  const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
  c.header(
    'Content-Security-Policy',
    `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox allow-modals allow-popups allow-popups-to-escape-sandbox`,
  );
});

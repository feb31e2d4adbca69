/** What describes the API to machines: OpenAPI and AsyncAPI. Both are static files, made by `npm run generate`. */
import { Hono, type Context } from 'hono';
import type { AppEnvironment } from '../environment.ts';

export const descriptions = new Hono<AppEnvironment>()
  .get('/openapi.json', function readOpenApi(c) {
    return asset(c, '/schemas/openapi.json');
  })
  .get('/asyncapi.json', function readAsyncApi(c) {
    return asset(c, '/schemas/asyncapi.json');
  });

/** Answers with a static file. Its validators go along, so that a client that has it is answered 304. */
function asset(c: Context<AppEnvironment>, path: string): Promise<Response> {
  return c.env.ASSETS.fetch(new Request(new URL(path, c.req.url), { headers: c.req.raw.headers }));
}

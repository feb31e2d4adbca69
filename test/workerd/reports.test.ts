import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';

import { refused } from './desk.ts';
import { getJson, request, SKIPPED, submit } from './service.ts';

describe('reports', () => {
  const FORMATS = {
    json: 'application/json',
    sarif: 'application/sarif+json',
    html: 'text/html',
    csv: 'text/csv',
    markdown: 'text/markdown',
    junit: 'application/xml',
    github: 'text/plain',
    rdjson: 'application/json',
    checkstyle: 'application/xml',
    gitlab: 'application/json',
  };

  it.each(Object.entries(FORMATS))(
    'come as %s, of a validation and of a filtered list',
    async (format, type) => {
      const made = await submit(`\uFEFF${SKIPPED}`, `reports/${format}.md`);
      for (const path of [
        `/api/validations/${made.id}/report?format=${format}`,
        `/api/validations/report?format=${format}&file_path=${format}.md&outcome=warning`,
      ]) {
        const response = await request(path);
        const report = (await response.text()).replaceAll('\\', '');
        expect(response.status, report).toBe(200);
        expect(response.headers.get('Content-Type')).toContain(type);
        expect(response.headers.get('Content-Disposition')).toMatch(/^inline; filename="[\w-]+\.\w+"$/);
        expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
        expect(report).toContain(`reports/${format}.md`);
        expect(report).toContain('headings/increment');
        const policy = response.headers.get('Content-Security-Policy');
        expect(policy).toContain("default-src 'none'");
        expect(policy).not.toContain('unsafe');
        expect(policy?.includes("style-src 'sha256-")).toBe(format === 'html');
      }
    },
  );

  it('have byte columns in rdjson, of a validation', async () => {
    const made = await submit('# É\n\nÜber the the end.\n', 'bytes.md');
    const { diagnostics } = await getJson<{ diagnostics: { location: { range: unknown } }[] }>(
      `/api/validations/${made.id}/report?format=rdjson`,
    );
    expect(diagnostics.map(({ location }) => location.range)).toEqual([
      { start: { line: 3, column: 7 }, end: { line: 3, column: 14 } },
    ]);
  });

  it('are JSON when nothing is said, and refuse a format that there is not', async () => {
    const made = await submit(SKIPPED);
    const report = await getJson<{ files: { validation_id: string }[] }>(
      `/api/validations/${made.id}/report`,
    );
    expect(report.files.map((file) => file.validation_id)).toEqual([made.id]);
    await refused(await request(`/api/validations/${made.id}/report?format=pdf`), 422);
    await refused(await request(`/api/validations/${crypto.randomUUID()}/report`), 404);
    await refused(await request('/api/validations/report?limit=3'), 422);
  });

  it('of a batch run have its documents', async () => {
    const run = crypto.randomUUID();
    const made = await submit(SKIPPED, 'in-a-run.md');
    await submit(SKIPPED, 'elsewhere.md');
    await env.DB.batch([
      env.DB.prepare(
        "insert into workflows (id, type, name, family, created_at, updated_at) values (?, 'batch_validation', 'Nightly', 'default', 'now', 'now')",
      ).bind(run),
      env.DB.prepare('update validations set workflow_id = ? where id = ?').bind(run, made.id),
    ]);
    const report = await (await request(`/api/workflows/${run}/report?format=markdown`)).text();
    expect(report).toContain('Nightly');
    expect(report).toContain('in-a-run');
    expect(report).not.toContain('elsewhere');
    await refused(await request(`/api/workflows/${crypto.randomUUID()}/report`), 404);
  });
});

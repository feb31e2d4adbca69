/** Helpers for tests of the review desk, through the public API. */
import { expect } from 'vitest';
import type { Problem } from '../../src/shared/api/problem.ts';
import type { ValidateResponse, ValidationDetail } from '../../src/shared/api/validations.ts';
import { getJson, post, submit } from './service.ts';

/** Findings of three rules, each with an edit, in a text with CRLF, a byte order mark and front matter. */
export const THREE =
  '\uFEFF---\r\ntitle: A page\r\n---\r\n\r\n# Title\r\n\r\nText   \r\nmore.\r\n\r\n\r\n\r\n### Too deep\r\n\r\nText\twith a tab.\r\n' +
  // Two of them are off by default.
  '\r\n<!-- markdownlint-configure-file {"MD009": true, "MD010": true} -->\r\n';

export async function refused(response: Response, status: number): Promise<Problem> {
  const problem: Problem = await response.json();
  expect(response.status, JSON.stringify(problem)).toBe(status);
  return problem;
}
export async function accepted<T>(response: Response, status = 200): Promise<T> {
  const text = await response.text();
  expect(response.status, text).toBe(status);
  return JSON.parse(text) as T;
}
export const decide = (
  kind: 'validations' | 'recommendations',
  id: string,
  action: string,
  body: object = {},
) => post(`/api/${kind}/${id}/${action}`, body);
export const read = (id: string) => getJson<ValidationDetail>(`/api/validations/${id}`);

/** @param path - of a document of its own, unless given: a newer version supersedes the older one */
export async function submitFixable(
  content = THREE,
  path = `fixable-${crypto.randomUUID()}.md`,
): Promise<ValidateResponse> {
  const made = await submit(content, path);
  expect(made.recommendations.filter(({ edits }) => edits.length > 0).length).toBeGreaterThan(0);
  return made;
}

/**
 * Makes test/github/operations.json: of GitHub's OpenAPI description, the operations that the GitHub of the tests
 * answers, each with the schemas of its body and of its answers. The whole description has 400 MB as a package, so it is no
 * dependency. To renew it:
 *
 *     npm pack @octokit/openapi --pack-destination /tmp && tar xzf /tmp/octokit-openapi-*.tgz -C /tmp
 *     node scripts/github-operations.mjs /tmp/package/generated/api.github.com.json
 */
import { readFileSync, writeFileSync } from 'node:fs';

const OPERATIONS = [
  'GET /repos/{owner}/{repo}',
  'POST /app/installations/{installation_id}/access_tokens',
  'POST /app-manifests/{code}/conversions',
  'GET /repos/{owner}/{repo}/installation',
  'GET /repos/{owner}/{repo}/git/ref/{ref}',
  'POST /repos/{owner}/{repo}/git/refs',
  'PATCH /repos/{owner}/{repo}/git/refs/{ref}',
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
  'POST /repos/{owner}/{repo}/git/trees',
  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}',
  'GET /repos/{owner}/{repo}/git/commits/{commit_sha}',
  'POST /repos/{owner}/{repo}/git/commits',
  'GET /repos/{owner}/{repo}/pulls',
  'POST /repos/{owner}/{repo}/pulls',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
  'POST /repos/{owner}/{repo}/check-runs',
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'GET /repos/{owner}/{repo}/issues/comments/{comment_id}',
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
  'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
];
const TARGET = 'test/github/operations.json';
/** What says nothing about what is valid. */
const TEXTS = new Set(['description', 'example', 'examples', 'title', 'externalDocs', 'deprecated']);

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('Name the file api.github.com.json of @octokit/openapi.');
const api = JSON.parse(readFileSync(file, 'utf8'));
/** @type {Record<string, unknown>} */
const definitions = {};

/** @param {string} ref @returns {any} */
function find(ref) {
  return ref
    .slice(2)
    .split('/')
    .reduce((/** @type {any} */ node, key) => node[key], api);
}

/**
 * A schema as JSON Schema, without texts; what it refers to becomes a definition.
 *
 * @param {any} node
 * @param {boolean} isMap - whether its keys are names, as those of `properties`
 * @returns {any}
 */
function clean(node, isMap = false) {
  if (Array.isArray(node)) return node.map((one) => clean(one));
  if (typeof node !== 'object' || node === null) return node;
  if (!isMap && typeof node.$ref === 'string') {
    const name = node.$ref.split('/').at(-1);
    if (!(name in definitions)) {
      definitions[name] = null;
      definitions[name] = clean(find(node.$ref));
    }
    return { $ref: `#/definitions/${name}` };
  }
  if (isMap) return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, clean(value)]));
  const { nullable, ...rest } = node;
  const kept = Object.entries(rest).filter(([key]) => !(TEXTS.has(key) || key.startsWith('x-')));
  const cleaned = Object.fromEntries(kept.map(([key, value]) => [key, clean(value, key === 'properties')]));
  if (nullable !== true) return cleaned;
  if (typeof cleaned.type === 'string') cleaned.type = [cleaned.type, 'null'];
  if (cleaned.enum && !cleaned.enum.includes(null)) cleaned.enum = [...cleaned.enum, null];
  return cleaned.type || cleaned.enum ? cleaned : { anyOf: [cleaned, { type: 'null' }] };
}

const bodyOf = (/** @type {any} */ content) => content?.['application/json']?.schema;

const operations = Object.fromEntries(
  OPERATIONS.map((name) => {
    const [method = '', path = ''] = name.split(' ');
    const operation = api.paths[path]?.[method.toLowerCase()];
    if (!operation) throw new Error(`There is no ${name}.`);
    const query = operation.parameters.flatMap((/** @type {any} */ one) => {
      const parameter = one.$ref ? find(one.$ref) : one;
      return parameter.in === 'query' ? [parameter.name] : [];
    });
    const body = bodyOf(operation.requestBody?.content);
    const answers = Object.entries(operation.responses).flatMap(([status, /** @type {any} */ response]) => {
      const schema = bodyOf((response.$ref ? find(response.$ref) : response).content);
      return Number(status) < 300 && schema ? [[status, clean(schema)]] : [];
    });
    return [name, { query, ...(body && { body: clean(body) }), answers: Object.fromEntries(answers) }];
  }),
);
const { version } = api.info;
writeFileSync(TARGET, `${JSON.stringify({ version, operations, definitions })}\n`);

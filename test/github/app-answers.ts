/** How the GitHub of the tests answers about the App, and to whom it answers. */
import { importSPKI, jwtVerify } from 'jose';
import { Failure, type Answers } from './asked.ts';

export const APP_ID = 4711;
export const INSTALLATION = 99;
export const APP = { id: APP_ID, slug: 'galley', name: 'Galley' };
const TOKEN_LIFETIME_MS = 3_600_000;

export const APP_ANSWERS: Answers<{ tokens: Set<string> }> = {
  'POST /app/installations/{installation_id}/access_tokens'({ tokens }, { parameters }) {
    if (Number(parameters['installation_id']) !== INSTALLATION) throw new Failure(404, 'Not Found');
    const token = `ghs_${crypto.randomUUID().replaceAll('-', '')}`;
    tokens.add(token);
    return [201, { token, expires_at: new Date(Date.now() + TOKEN_LIFETIME_MS).toISOString() }];
  },

  'POST /app-manifests/{code}/conversions'(_github, { parameters }) {
    if (parameters['code'] !== 'a-new-app') throw new Failure(404, 'Not Found');
    const secrets = { webhook_secret: 'the new secret', pem: 'the new key' };
    const html_url = 'https://github.test/apps/galley';
    return [201, { id: 815, name: 'Galley', html_url, ...secrets, client_id: 'x', client_secret: 'x' }];
  },

  'GET /repos/{owner}/{repo}/installation': () => [200, { id: INSTALLATION, app_id: APP_ID }],
};

/**
 * Lets through who may ask: the App itself by a signed token, installations by theirs.
 *
 * @param publicKey - of the App, in PEM
 * @throws {Failure} 401
 */
export async function authorize(
  name: string,
  authorization: string,
  { tokens, publicKey }: { tokens: ReadonlySet<string>; publicKey: string },
): Promise<void> {
  // Whoever has the code may have the App.
  if (name.startsWith('POST /app-manifests/')) return;
  if (name.startsWith('POST /app/installations/') || name.endsWith('/installation')) {
    const jwt = authorization.replace(/^bearer /i, '');
    const key = await importSPKI(publicKey, 'RS256');
    const { payload } = await jwtVerify(jwt, key).catch(() => ({ payload: { iss: undefined } }));
    if (String(payload.iss) === String(APP_ID)) return;
    throw new Failure(401, 'A JSON web token could not be decoded');
  }
  if (!tokens.has(authorization.replace(/^(?:token|bearer) /i, '')))
    throw new Failure(401, 'Bad credentials');
}

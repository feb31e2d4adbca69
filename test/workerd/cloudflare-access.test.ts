import { exportJWK, generateKeyPair, SignJWT, type CryptoKey as JoseKey } from 'jose';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { ADMIN, ask, bearer, DEPLOYED, sendJson, silenceDenials } from './deployment.ts';

const issuer = 'https://team.cloudflareaccess.com';
const variables = {
  ACCESS_MODE: 'cloudflare-access',
  ACCESS_TEAM_DOMAIN: `${issuer}/`,
  ACCESS_AUDIENCE: 'audience-tag',
  ACCESS_ROLES: 'admin: ann@example.com; viewer: *@example.com, ci.access',
};
let key: JoseKey;
let wrongKey: JoseKey;
let keySet: object;

beforeAll(async () => {
  const pair = await generateKeyPair('RS256', { extractable: true });
  key = pair.privateKey;
  wrongKey = (await generateKeyPair('RS256')).privateKey;
  keySet = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] };
});
beforeEach(() => {
  vi.restoreAllMocks();
  silenceDenials();
  const real = globalThis.fetch;
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    return url === `${issuer}/cdn-cgi/access/certs` ? Response.json(keySet) : real(input, init);
  });
});

const to = (jwt: SignJWT) => jwt.setIssuer(issuer).setAudience('audience-tag').setExpirationTime('5m');
const claims = (email: string) => to(new SignJWT({ email }));
const sign = (jwt: SignJWT, by = key) => jwt.setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(by);
const show = (jwt: string, path = '/api/session') =>
  ask(path, { headers: { 'Cf-Access-Jwt-Assertion': jwt } }, variables);
/** The parts of a JWT without a signature. */
const unsigned = (...parts: object[]) =>
  parts
    .map((part) => btoa(JSON.stringify(part)).replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_'))
    .join('.');

it('a JWT says who it is, and the rules what that one may do', async () => {
  const response = await show(await sign(claims('ann@example.com')));
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    actor: 'ann@example.com',
    role: 'admin',
    mode: 'cloudflare-access',
  });
  const viewer = await show(await sign(claims('ben@example.com')));
  expect(await viewer.json()).toMatchObject({ actor: 'ben@example.com', role: 'viewer' });
  expect((await show(await sign(claims('ben@example.com')), '/api/tokens')).status).toBe(403);
  const service = await show(await sign(to(new SignJWT({ common_name: 'ci.access' }))));
  expect(await service.json()).toMatchObject({ actor: 'ci.access', role: 'viewer' });
  expect((await show(await sign(claims('eve@elsewhere.example')))).status).toBe(403);
});

it('a JWT is not believed by another key, audience or issuer, out of its time, or unsigned', async () => {
  const payload = {
    email: 'ann@example.com',
    iss: issuer,
    aud: 'audience-tag',
    exp: Math.floor(Date.now() / 1_000) + 300,
  };
  const good = await sign(claims('ann@example.com'));
  const secret = new TextEncoder().encode(JSON.stringify(keySet));
  const wrong = {
    'alg none': `${unsigned({ alg: 'none' }, payload)}.`,
    'alg none in capitals': `${unsigned({ alg: 'NONE', kid: 'one' }, payload)}.`,
    'another key': await sign(claims('ann@example.com'), wrongKey),
    'the public key as a secret': await new SignJWT(payload)
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .sign(secret),
    'another audience': await sign(claims('ann@example.com').setAudience('other')),
    'another issuer': await sign(claims('ann@example.com').setIssuer('https://evil.cloudflareaccess.com')),
    expired: await sign(claims('ann@example.com').setExpirationTime('-1m')),
    'not yet': await sign(claims('ann@example.com').setNotBefore('5m')),
    'without an end': await sign(
      new SignJWT({ email: 'ann@example.com' }).setIssuer(issuer).setAudience('audience-tag'),
    ),
    'a changed payload': good.replace(/\.[^.]+\./, `.${unsigned({}, payload).split('.')[1]}x.`),
    'a cut signature': good.slice(0, -4),
    nothing: '..',
  };
  for (const [name, jwt] of Object.entries(wrong)) expect((await show(jwt)).status, name).toBe(401);
  expect((await ask('/api/session', { headers: bearer(ADMIN) }, variables)).status).toBe(401);
  expect((await ask('/api/session', {}, variables)).status).toBe(401);
});

it('a JWT changes nothing for another site', async () => {
  const jwt = await sign(claims('ann@example.com'));
  const change = (headers: Record<string, string>) =>
    ask(
      '/api/tokens',
      sendJson(
        'POST',
        { name: crypto.randomUUID(), role: 'viewer' },
        { 'Cf-Access-Jwt-Assertion': jwt, ...headers },
      ),
      variables,
    );
  expect((await change({})).status).toBe(201);
  expect((await change({ Origin: DEPLOYED })).status).toBe(201);
  expect((await change({ Origin: 'https://evil.example' })).status).toBe(403);
  expect((await change({ 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
});

it('everyone is refused when Access is not set up', async () => {
  const jwt = await sign(claims('ann@example.com'));
  const response = await ask(
    '/api/session',
    { headers: { 'Cf-Access-Jwt-Assertion': jwt } },
    { ...variables, ACCESS_AUDIENCE: '' },
  );
  expect(response.status).toBe(401);
});

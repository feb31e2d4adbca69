import fc from 'fast-check';
import { beforeEach, expect, it, vi, type Mock } from 'vitest';
import { ask, connect, sendJson, silenceDenials } from './deployment.ts';

let denied: Mock<typeof console.warn>;
let failed: Mock<typeof console.error>;
beforeEach(() => {
  vi.restoreAllMocks();
  denied = silenceDenials();
  failed = vi.spyOn(console, 'error');
});

const LETTERS = Array.from('galey_0123456789abcdefABC-./+=~ ');
const text = fc.oneof(
  fc.string({ maxLength: 80 }),
  fc.string({ unit: fc.constantFrom(...LETTERS), maxLength: 120 }),
  fc.constantFrom(
    'galley_',
    `galley_${'f'.repeat(32)}_${'a'.repeat(43)}`,
    '__proto__',
    'null',
    'x'.repeat(5_000),
    "' or 1=1 --",
    '%00',
    '..',
  ),
);
/** What a header can carry. */
const printable = text.map((value) => value.replaceAll(/[^ -~]/g, '?'));
const headers: fc.Arbitrary<Record<string, string>> = fc.oneof(
  printable.map((value): Record<string, string> => ({ Authorization: value })),
  printable.map((value): Record<string, string> => ({ Authorization: `Bearer ${value}` })),
  printable.map((value): Record<string, string> => ({ Authorization: `Basic ${value}` })),
  printable.map((value): Record<string, string> => ({ Cookie: value })),
  printable.map((value): Record<string, string> => ({ Cookie: `__Host-galley=${value}` })),
  printable.map((value): Record<string, string> => ({ Cookie: `galley=${value}; __Host-galley="${value}"` })),
  printable.map((value): Record<string, string> => ({ 'Cf-Access-Jwt-Assertion': value })),
);

/** Nothing of what was sent: the request's id, and the reason. */
function expectOnlyReasons(): void {
  expect(failed).not.toHaveBeenCalled();
  for (const [line] of denied.mock.calls) {
    const { level, room, what, request, reason, ...more }: Record<string, string> = JSON.parse(String(line));
    expect([level, room, what, more]).toEqual(['warn', 'access', 'denied', {}]);
    expect(request).toMatch(/^[0-9a-f-]{36}$/);
    expect(['malformed', 'unknown']).toContain(reason);
  }
}

it('headers and cookies that are no credential are 401, whatever is in them', async () => {
  await fc.assert(
    fc.asyncProperty(headers, async (sent) => {
      const response = await ask('/api/stats', { headers: sent });
      expect(response.status).toBe(401);
      await response.body?.cancel();
    }),
    { numRuns: 2_000 },
  );
  expectOnlyReasons();
}, 60_000);

it('tickets that are none open no connection', async () => {
  await fc.assert(
    fc.asyncProperty(printable, async (ticket) => {
      const { first } = await connect(`/ws/validation_updates?ticket=${encodeURIComponent(ticket)}`);
      expect(first).toBe('4001');
    }),
    { numRuns: 300 },
  );
  expectOnlyReasons();
}, 60_000);

it('tokens that are none open no session', async () => {
  await fc.assert(
    fc.asyncProperty(text, async (token) => {
      const response = await ask('/api/session', sendJson('POST', { token }));
      expect([401, 422]).toContain(response.status);
      expect(response.headers.get('Set-Cookie')).toBeNull();
    }),
    { numRuns: 300 },
  );
  expectOnlyReasons();
}, 60_000);

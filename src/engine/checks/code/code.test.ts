import { describe, expect, it } from 'vitest';
import { buildRuleset, validateDocument } from '../../index.ts';

const ruleset = buildRuleset({ profile: 'strict' });
const check = (text: string) =>
  validateDocument({ text, filePath: 'a.md', ruleset, validationTypes: ['code'] }).issues.filter(
    ({ rule_id }) => rule_id !== 'code/missing-language',
  );
const fence = (code: string): string => `\`\`\`sh\n${code}\n\`\`\`\n`;
// Put together here, so that no scanner takes this file for a leak.
const letters = 'q7Rk2ZtVb9LmXw4NcYp8HsJd5GfTe3AuB6Ck';

describe('secrets', () => {
  it.each([
    ['AWS', ['AKIA', 'Q3EGTX5JZK7WMNR2'].join('')],
    ['GitHub', `ghp_${letters}`],
    ['npm', `npm_${letters}`],
    ['Google', `AIza${letters.slice(0, 35)}`],
    ['Slack', `xoxb-${String(4_829_103_756)}-${letters.slice(0, 24)}`],
    ['Stripe', `sk_live_${letters.slice(0, 24)}`],
    ['a private key', `-----BEGIN RSA PRIVATE KEY-----\n${letters}${letters}`],
    ['an address', `postgres://app:${letters.slice(0, 12)}@db.internal/x`],
    ['a connection string', `Server=db;Password=${letters.slice(0, 12)};`],
  ])('are found in code and in prose, and not said again: %s', (_, secret) => {
    for (const text of [fence(secret), `Use ${secret} here.\n`]) {
      const [issue, ...more] = check(text);
      expect(more).toEqual([]);
      expect(issue).toMatchObject({ rule_id: 'code/secret', level: 'error' });
      expect(JSON.stringify(issue)).not.toContain(letters.slice(4, 12));
      expect(issue!.snippet.length).toBeLessThanOrEqual(4);
    }
  });

  it.each([
    ['AKIAIOSFODNN7EXAMPLE'],
    ['https://user:password@host/'],
    ['https://user:$TOKEN@host/'],
    ['https://user:<password>@host/'],
    [`ghp_${'x'.repeat(36)}`],
    ['Password=********;'],
    ['-----BEGIN PRIVATE KEY-----\n...'],
  ])('are none when they are examples: %s', (text) => {
    expect(check(fence(text))).toEqual([]);
  });
});

describe('code blocks', () => {
  it("have no paths of somebody's home", () => {
    expect(
      check(fence('C:\\Users\\jsmith\\a.xlsx /home/maria/x /Users/user/x C:\\\\Users\\\\kim\\\\y')).map(
        ({ snippet }) => snippet,
      ),
    ).toEqual(['C:\\Users\\jsmith', '/home/maria', 'C:\\\\Users\\\\kim']);
    expect(check('In prose /home/maria/x is fine.\n')).toEqual([]);
  });

  it('have no placeholders', () => {
    for (const name of ['em.Update(context.TODO(), x)', 'State::TODO (old)', 'p->TODO (x)', '$TODO = 1']) {
      expect(check(fence(name)), name).toEqual([]);
    }
    const code = '// TODO: write\n// @TODO: too\nlet todo = 1; // fixme\n# your code here\nxxx';
    expect(check(fence(code)).map(({ snippet }) => snippet)).toEqual(['TODO', 'TODO', 'your code here']);
  });
});

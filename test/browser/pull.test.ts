/** The way of approved changes from a real service back into files under Git. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../../src/client/index.ts';
import { MAX_PAGE_SIZE } from '../../src/shared/limits.ts';
import { Folder } from './pusher.ts';
import { Service } from './service.ts';

const FILES = 12;
/** What is approved: one rule whose fixes are proven, and one whose fixes people must judge. */
const RULES = ['MD009', 'MD010', 'headings/increment'];

let service: Service;
let api: ReturnType<typeof createApi>;
let folder: Folder;
let copy: string;

beforeAll(async () => {
  service = await Service.start();
  api = createApi({ baseUrl: service.url });
});
afterAll(() => service?.remove());
afterEach(() => {
  folder.remove();
  rmSync(copy, { recursive: true, force: true });
});

const nameOf = (n: number) => (n % 3 === 0 ? `docs/with space ${n}.md` : `docs/ünï/日本 ${n}.md`);

/** Findings of three rules, in texts with all kinds of line ends. */
function textOf(title: string, n: number): string {
  // The rules about layout are off by default.
  const layout = '<!-- markdownlint-configure-file {"MD009": true, "MD010": true} -->';
  const text = `# ${title} ${n}\n\nText of ${n}   \nmore.\n\n### Too deep\n\nA\ttab in ${n}.\n\n${layout}\n\nThe end of ${n}.`;
  const marked = n % 4 === 1 ? `\uFEFF${text}` : text;
  const ended = n % 4 === 2 ? marked : `${marked}\n`;
  return n % 2 === 0 ? ended.replaceAll('\n', '\r\n') : ended;
}

/** Git without the settings of whoever runs the tests. */
function git(cwd: string, args: readonly string[], input?: string): string {
  return execFileSync('git', args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
    ...(input !== undefined && { input }),
  });
}

/** Puts the files under Git, and pushes them to the service. */
async function publish(family: string): Promise<void> {
  folder = new Folder();
  for (let n = 0; n < FILES; n += 1) folder.write(nameOf(n), textOf(family, n));
  git(folder.path, ['init', '-q']);
  git(folder.path, ['add', '-A']);
  git(folder.path, ['-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qm', 'Pages']);
  await push(family);
}

async function push(family: string, ...more: string[]): Promise<void> {
  const pushed = folder.push(service.url, 'docs', '--family', family, '--wait', ...more);
  expect(await pushed.end(), pushed.said).not.toBe(2);
}

async function approveAll(family: string): Promise<void> {
  for (const rule_id of RULES) await api.decideRecommendations({ action: 'approve', rule_id, family });
}

async function patchOf(path: string): Promise<string> {
  const response = await fetch(`${service.url}${path}`);
  expect(response.status).toBe(200);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
}

const statesOf = async (family: string) => {
  const { results } = await api.recommendations({ family, limit: MAX_PAGE_SIZE });
  return results.filter(({ rule_id }) => RULES.includes(rule_id)).map(({ status }) => status);
};
const filesIn = (path: string) =>
  Array.from({ length: FILES }, (_, n) => readFileSync(join(path, nameOf(n)), 'utf8'));

/** A copy of the folder, with another patch. */
function copyWith(patch: string): string {
  copy = mkdtempSync(join(tmpdir(), 'galley-copy-'));
  cpSync(folder.path, copy, { recursive: true });
  git(copy, ['apply', '--whitespace=nowarn'], patch);
  return copy;
}

describe('galley pull', () => {
  it('brings what was approved; the next push finds it done', async () => {
    await publish('words');
    await approveAll('words');
    expect(new Set(await statesOf('words'))).toEqual(new Set(['approved']));
    const [run] = (await api.runs({ name: 'docs', family: 'words' })).results;

    // Some of it is applied in the service already: to the files, that makes no difference.
    const { results } = await api.recommendations({ family: 'words', status: 'approved', limit: 1 });
    await api.decideRecommendation(results[0]!.id, 'apply');
    const patch = await patchOf('/api/families/words/patch');
    expect(await patchOf(`/api/workflows/${run?.id}/patch`)).toBe(patch);
    const patched = filesIn(copyWith(patch));

    const check = folder.pull(service.url, '--family', 'words', '--check');
    expect(await check.end(), check.said).toBe(1);
    const diff = folder.pull(service.url, '--family', 'words', '--diff');
    expect(await diff.end(), diff.said).toBe(1);
    expect(diff.printed).toBe(patch);
    expect(git(folder.path, ['status', '--porcelain'])).toBe('');

    const pulled = folder.pull(service.url, '--family', 'words');
    expect(await pulled.end(), pulled.said).toBe(0);
    expect(pulled.said).toContain(`${FILES * RULES.length} changes brought into ${FILES} files`);
    expect(filesIn(folder.path)).toEqual(patched);
    const changed = git(folder.path, ['diff', '--numstat', '-z']).split('\0').filter(Boolean);
    expect(changed.map((line) => line.split('\t').slice(0, 2))).toEqual(
      Array.from({ length: FILES }, () => ['3', '3']),
    );

    const before = (await api.events({ limit: 1 })).position;
    await push('words');
    const events = await api.events({ after: before, limit: MAX_PAGE_SIZE });
    const applied = events.results.filter(({ type }) => type === 'recommendation_applied');
    expect(applied).toHaveLength(FILES * RULES.length - 1);
    expect(new Set(await statesOf('words'))).toEqual(new Set(['applied']));
    for (const rule_id of RULES) {
      expect((await api.documents({ family: 'words', rule_id })).total, rule_id).toBe(0);
    }
    const again = folder.pull(service.url, '--family', 'words', '--check');
    expect(await again.end(), again.said).toBe(0);
  });

  it('does to files that have changed what approving on the changed text does', async () => {
    await publish('cells');
    await approveAll('cells');
    for (let n = 0; n < FILES; n += 3) {
      const path = join(folder.path, nameOf(n));
      const end = n % 2 === 0 ? '\r\n' : '\n';
      const text = readFileSync(path, 'utf8');
      const moved = text
        .replace(`Text of ${n}`, `A new paragraph.${end}${end}Text of ${n}`)
        .replace(`The end of ${n}.`, `The end of ${n} is another one.`);
      writeFileSync(path, moved);
    }
    // The same approved on the changed text, in another line of versions.
    await push('cells', '--ref', 'changed');
    await approveAll('cells');
    const expected = filesIn(copyWith(await patchOf('/api/families/cells/patch?ref=changed')));

    const pulled = folder.pull(service.url, 'docs', '--family', 'cells');
    expect(await pulled.end(), pulled.said).toBe(0);
    expect(filesIn(folder.path)).toEqual(expected);
  });
});

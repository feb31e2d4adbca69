import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findCircle, readRooms, roomOf } from './rooms.mjs';

const OXLINT = resolve('node_modules/oxlint/bin/oxlint');
const table = readRooms(readFileSync('docs/architecture.md', 'utf8'));

describe('the table of rooms', () => {
  it('names only rooms that exist, and covers every file of src', () => {
    expect([...table.keys()].filter((room) => !existsSync(room))).toEqual([]);
    const allowed = [...table.values()].flat();
    expect(allowed.filter((room) => !table.has(room))).toEqual([]);
    const files = execFileSync('git', ['ls-files', 'src'], { encoding: 'utf8' }).trim().split('\n');
    const sources = files.filter(
      (file) => /\.tsx?$/.test(file) && !file.endsWith('.test.ts') && existsSync(file),
    );
    expect(sources.filter((file) => roomOf(table, file) === undefined)).toEqual([]);
  });

  it('contains no circle, and one is found', () => {
    expect(findCircle(table)).toBeUndefined();
    const rooms = new Map([
      ['src/a', ['src/b']],
      ['src/b', ['src/c']],
      ['src/c', ['src/a']],
    ]);
    expect(findCircle(rooms)).toEqual(['src/a', 'src/b', 'src/c', 'src/a']);
  });
});

describe('the linter', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'galley-rooms-'));
    for (const file of ['.oxlintrc.json', 'scripts/rooms.mjs', 'docs/architecture.md'])
      put(file, readFileSync(file));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function put(file: string, content: string | Uint8Array) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }

  function lint() {
    const { stdout, status } = spawnSync(process.execPath, [OXLINT, '--format=unix'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return { stdout, status };
  }

  it('refuses an import that the table does not allow, of a type, in a re-export and in a dynamic import too', () => {
    put('src/store/rows.ts', 'export interface Row {\n  id: string;\n}\nexport const ROW = 1;\n');
    put('src/services/read.ts', "export type { Row } from '../store/rows.ts';\n");
    expect(lint()).toMatchObject({ status: 0 });

    put(
      'src/http/types.ts',
      "import type { Row } from '../store/rows.ts';\nexport const id = (row: Row) => row.id;\n",
    );
    put('src/engine/text/exports.ts', "export { ROW } from '../../store/rows.ts';\n");
    put('src/dashboard/later.ts', "export const later = () => import('../store/rows.ts');\n");
    const { stdout, status } = lint();
    expect(status).toBe(1);
    expect(stdout).toContain('src/http may not import src/store');
    expect(stdout).toContain('src/engine/text may not import src/store');
    expect(stdout).toContain('src/dashboard may not import src/store');
  });

  it('refuses a circle of files, of types alone too', () => {
    put('src/shared/a.ts', "import type { B } from './b.ts';\nexport type A = { b?: B };\n");
    put('src/shared/b.ts', "import type { A } from './a.ts';\nexport type B = { a?: A };\n");
    const { stdout, status } = lint();
    expect(status).toBe(1);
    expect(stdout).toContain('no-cycle');
  });

  it('refuses a file that is in no room', () => {
    put('src/attic/old.ts', "export * from '../shared/a.ts';\n");
    put('src/shared/a.ts', 'export const A = 1;\n');
    expect(lint().stdout).toContain('src/attic/old.ts is in no room');
  });
});

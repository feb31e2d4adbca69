import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { RunDocumentInput } from '../shared/api/runs.ts';
import { MAX_DOCUMENTS_PER_CHUNK, MAX_REQUEST_BYTES } from '../shared/limits.ts';
import { sendFiles } from './send-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'galley-send-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** @param refuses - the paths that the service refuses */
async function send(
  filePaths: readonly string[],
  known: Record<string, string | null> = {},
  refuses: string[] = [],
) {
  const chunks: RunDocumentInput[][] = [];
  const problems: [string, string][] = [];
  const progress: number[] = [];
  const result = await sendFiles(filePaths, {
    known: new Map(Object.entries(known)),
    send: (chunk) => {
      chunks.push(chunk);
      const named = chunk.filter((one) => 'problem' in one || refuses.includes(one.file_path));
      const refused = named.map(({ file_path }) => ({ file_path, message: 'is refused' }));
      return Promise.resolve({ refused });
    },
    onProgress: (done) => progress.push(done),
    onProblem: (path, problem) => problems.push([path, problem]),
  });
  return { ...result, chunks, problems, progress };
}

it('sends the text as it is, byte order mark and line endings included', async () => {
  const content = '\uFEFF# Title\r\n\r\nText\u{1F4C4}\r\n';
  const path = write('bom.md', content);
  expect((await send([path])).chunks).toEqual([[{ file_path: path, content }]]);
});

it('sends what is missing or different, and nothing else', async () => {
  const [same, other, missing] = [
    write('same.md', '# Ä\n'),
    write('other.md', '# B\n'),
    write('c.md', '# C\n'),
  ];
  const hash = createHash('sha256').update('# Ä\n').digest('hex');
  const { chunks, sent, progress } = await send([same, other, missing], { [same]: hash, [other]: hash });
  expect(chunks.flat().map(({ file_path }) => file_path)).toEqual([other, missing]);
  expect(sent).toBe(2);
  expect(progress).toEqual([3]);
  expect(await send([same], { [same]: hash })).toMatchObject({ sent: 0, there: 1, chunks: [] });
});

it('names each file that there is no text of once, and sends it by its name', async () => {
  const latin = write('latin.md', new Uint8Array([0x23, 0x20, 0xe4]));
  const large = write('large.md', 'x'.repeat(1_000_001));
  const gone = join(folder, 'gone.md');
  const odd = write('odd.md', '# Odd\n');
  const { chunks, problems, sent, failed } = await send([latin, large, gone, odd], {}, [odd]);
  expect(Object.fromEntries(problems)).toEqual({
    [latin]: 'is not UTF-8',
    [large]: 'is 1000001 bytes; a document has at most 1000000',
    [gone]: expect.stringContaining('ENOENT'),
    [odd]: 'is refused',
  });
  expect(problems).toHaveLength(4);
  expect([sent, failed]).toEqual([4, 4]);
  expect(chunks.flat()[0]).toEqual({ file_path: latin, problem: 'is not UTF-8' });
});

it('cuts what is much into requests that the service takes, and says how far it is', async () => {
  const small = write('small.md', '# A\n');
  const large = write('nearly.md', 'x'.repeat(999_000));
  const many = Array.from({ length: MAX_DOCUMENTS_PER_CHUNK + 20 }, () => small);
  const few = Array.from({ length: 12 }, () => large);
  const { chunks, progress, sent } = await send([...many, ...few]);
  expect(sent).toBe(many.length + few.length);
  for (const documents of chunks) {
    expect(documents.length).toBeLessThanOrEqual(MAX_DOCUMENTS_PER_CHUNK);
    expect(JSON.stringify({ documents }).length).toBeLessThan(MAX_REQUEST_BYTES);
  }
  expect(progress.length).toBeGreaterThan(2);
  expect(progress.at(-1)).toBe(many.length + few.length);
});

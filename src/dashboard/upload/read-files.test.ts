import { strToU8, Zip, ZipDeflate, zipSync, type Zippable } from 'fflate';
import { createTarPacker, packTar, type TarEntry } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { MAX_DOCUMENT_BYTES, MAX_WORKFLOW_DOCUMENTS } from '../../shared/limits.ts';
import { Intake, IntakeError, MAX_UNPACKED_BYTES } from './intake.ts';
import { isArchive } from './dropped.ts';
import { readFiles, type ChosenFile } from './read-files.ts';

const NOT_UTF8 = Uint8Array.of(0x23, 0x20, 0xff, 0xfe);
const MEGABYTE = 1_000_000;
const archive = (path: string, bytes: Uint8Array<ArrayBuffer>): ChosenFile => ({
  path,
  file: new Blob([bytes]),
});
const zip = (members: Zippable) => archive('docs.zip', zipSync(members));
const tar = async (files: Record<string, string | Uint8Array>) => {
  const entries = Object.entries(files).map(([name, body]): TarEntry => {
    const bytes = typeof body === 'string' ? strToU8(body) : body;
    return { header: { name, size: bytes.byteLength, type: 'file' }, body: bytes };
  });
  return packTar(entries);
};
const gzip = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(
    await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer(),
  );
const reading = (...files: ChosenFile[]) => readFiles(files);

/** A streamed archive: the sizes follow the members. */
function streamed(members: Record<string, Uint8Array>): ChosenFile {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const writer = new Zip((error, part) => {
    if (error) throw error;
    parts.push(part);
  });
  for (const [name, bytes] of Object.entries(members)) {
    const member = new ZipDeflate(name, { level: 9 });
    writer.add(member);
    member.push(bytes, true);
  }
  writer.end();
  return { path: 'streamed.zip', file: new Blob(parts) };
}

/** Overwrites bytes at the same offset of each local header. */
function patched(bytes: Uint8Array<ArrayBuffer>, offset: number, value: number[]): Uint8Array<ArrayBuffer> {
  for (let at = 0; at < bytes.length - 4; at += 1) {
    if (bytes.subarray(at, at + 4).join(',') === '80,75,3,4') bytes.set(value, at + offset);
  }
  return bytes;
}

const TREE = {
  'guide/start.md': '# Start\n',
  'guide/deep/er/page.markdown': '\ufeff# Mark\r\n',
  'notes.TXT': 'Text',
  'page.mdx': '# X',
  'empty.md': '',
  'logo.png': 'no document',
  '.hidden.md': 'hidden',
  '.git/description.md': 'hidden',
  '__MACOSX/guide/._start.md': 'of the system',
  'node_modules/some/README.md': 'of a package',
};
const DOCUMENTS = [
  { file_path: 'guide/start.md', content: '# Start\n' },
  { file_path: 'guide/deep/er/page.markdown', content: '\ufeff# Mark\r\n' },
  { file_path: 'notes.TXT', content: 'Text' },
  { file_path: 'page.mdx', content: '# X' },
  { file_path: 'empty.md', content: '' },
];
const asBytes = Object.fromEntries(Object.entries(TREE).map(([path, text]) => [path, strToU8(text)]));

describe('files that are chosen', () => {
  it('are documents by their names, and those of systems and packages are left out', async () => {
    const files = Object.entries(TREE).map(([path, text]) => ({ path, file: new Blob([text]) }));
    expect(await readFiles(files)).toEqual({ documents: DOCUMENTS, leftOut: 5 });
  });

  it('are named with what is wrong when they can not be validated', async () => {
    const large = new Blob([new Uint8Array(MAX_DOCUMENT_BYTES + 1)]);
    const largest = new Blob(['a'.repeat(MAX_DOCUMENT_BYTES)]);
    const { documents } = await reading(
      { path: 'latin.md', file: new Blob([NOT_UTF8]) },
      { path: 'large.md', file: large },
      { path: 'largest.md', file: largest },
    );
    expect(documents.slice(0, 2)).toEqual([
      { file_path: 'latin.md', problem: 'is not UTF-8' },
      { file_path: 'large.md', problem: 'is 1,000,001 bytes; a document has at most 1,000,000' },
    ]);
    expect(documents[2]).toMatchObject({ content: expect.any(String) });
  });

  it('are refused when they are too many for one run', async () => {
    const file = new Blob(['']);
    const files = Array.from({ length: MAX_WORKFLOW_DOCUMENTS + 1 }, (_, n) => ({ path: `${n}.md`, file }));
    await expect(readFiles(files)).rejects.toThrow('more than 10,000 documents');
    expect((await readFiles(files.slice(1))).documents).toHaveLength(MAX_WORKFLOW_DOCUMENTS);
  });
});

describe.each([
  ['a .zip', () => zip(asBytes)],
  ['a .zip without compression', () => archive('docs.zip', zipSync(asBytes, { level: 0 }))],
  ['a .zip with its sizes after its members', () => streamed(asBytes)],
  ['a .tar', async () => archive('docs.tar', await tar(TREE))],
  ['a .tar.gz', async () => archive('docs.tar.gz', await gzip(await tar(TREE)))],
  ['a .tgz', async () => archive('DOCS.TGZ', await gzip(await tar(TREE)))],
])('%s', (_what, make) => {
  it('has its documents read byte for byte, and everything else left out', async () => {
    const file = await make();
    expect(isArchive(file.path)).toBe(true);
    expect(await readFiles([file])).toEqual({ documents: DOCUMENTS, leftOut: 5 });
  });

  it('is refused when it breaks off', async () => {
    const { path, file } = await make();
    await expect(readFiles([{ path, file: file.slice(0, 140) }])).rejects.toThrow(path);
  });
});

describe('archives', () => {
  it('name the documents that can not be validated, whatever they say of their sizes', async () => {
    const large = new Uint8Array(3 * MEGABYTE);
    const expected = [
      { file_path: 'latin.md', problem: 'is not UTF-8' },
      { file_path: 'large.md', problem: expect.stringMatching(/more than 1,000,000|is 3,000,000 bytes/) },
      { file_path: 'after.md', content: 'after' },
    ];
    const members = { 'latin.md': NOT_UTF8, 'large.md': large, 'after.md': strToU8('after') };
    // The uncompressed size is at offset 22 of the header.
    const lying = patched(zipSync(members), 22, [5, 0, 0, 0]);
    for (const file of [
      zip(members),
      streamed(members),
      archive('lying.zip', lying),
      archive('docs.tar', await tar(members)),
    ]) {
      expect((await readFiles([file])).documents, file.path).toEqual(expected);
    }
  });

  it('are refused when too much comes out of them', async () => {
    // Not valid text, so that a reader keeps none of it.
    const megabyte = new Uint8Array(MEGABYTE).fill(0xff);
    const count = MAX_UNPACKED_BYTES / MEGABYTE + 1;
    const many = Object.fromEntries(Array.from({ length: count }, (_, n) => [`${n}.md`, megabyte] as const));
    await expect(reading(zip(many))).rejects.toThrow('docs.zip: There is more than 200 MB');
    const intake = new Intake();
    intake.spend(MAX_UNPACKED_BYTES);
    expect(() => intake.spend(1)).toThrow(IntakeError);
  });

  it('are refused when too much comes out of their gzip, though no document is in it', async () => {
    const { readable, controller } = createTarPacker();
    const write = async () => {
      const writer = controller
        .add({ name: 'zeros.bin', size: MAX_UNPACKED_BYTES, type: 'file' })
        .getWriter();
      const zeros = new Uint8Array(10 * MEGABYTE);
      for (let at = 0; at < MAX_UNPACKED_BYTES; at += zeros.length) await writer.write(zeros);
      await writer.close();
      controller.finalize();
    };
    const [packed] = await Promise.all([
      new Response(readable.pipeThrough(new CompressionStream('gzip'))).blob(),
      write(),
    ]);
    expect(packed.size).toBeLessThan(MEGABYTE);
    await expect(reading({ path: 'zeros.tar.gz', file: packed })).rejects.toThrow('more than 200 MB');
  });

  it('have names of any length, with spaces, and in UTF-8 also when they do not say so', async () => {
    const paths = [
      `${'long-folder/'.repeat(18)}über uns = x.md`,
      `${'n'.repeat(140)} with spaces.md`,
      '語/é.md',
    ];
    const files = Object.fromEntries(paths.map((path) => [path, strToU8(path)]));
    // The flags are at offset 6 of a header; the UTF-8 flag is in their second byte.
    const unflagged = patched(zipSync(files), 6, [0, 0]);
    for (const file of [zip(files), archive('mac.zip', unflagged), archive('docs.tar', await tar(files))]) {
      const { documents } = await readFiles([file]);
      expect(documents, file.path).toEqual(paths.map((path) => ({ file_path: path, content: path })));
    }
  });

  it('are refused when members of theirs are gone', async () => {
    const { file } = zip({ 'a.md': strToU8('a'), 'b.md': strToU8('b') });
    const bytes = new Uint8Array(await file.arrayBuffer());
    // Destroys the signature of the first header.
    bytes[0] = 0;
    await expect(reading(archive('docs.zip', bytes))).rejects.toThrow('1 of its 2 members');
  });

  it('name a document that is damaged or packed in an unknown way, and go on', async () => {
    const content = strToU8('word '.repeat(1_000));
    const bytes = zipSync({ 'first.md': content, 'second.md': [content, { level: 0 }] });
    const damaged = bytes.slice();
    // The compressed data of the first member follows its header and name.
    damaged.fill(0xff, 30 + 'first.md'.length, 30 + 'first.md'.length + 8);
    const { documents } = await reading(archive('docs.zip', damaged));
    expect(documents).toMatchObject([
      { file_path: 'first.md', problem: 'is damaged in its archive, or encrypted' },
      { file_path: 'second.md', content: expect.stringContaining('word') },
    ]);
    const unknown = await reading(archive('docs.zip', patched(zipSync({ 'a.md': content }), 8, [14, 0])));
    expect(unknown.documents).toEqual([
      { file_path: 'a.md', problem: 'is packed in a way that is not known here' },
    ]);
  });

  it.each(['docs.zip', 'docs.tar', 'docs.tar.gz'])(
    'are refused when they are something else: %s',
    async (path) => {
      for (const text of ['', 'no archive', 'x'.repeat(5_000)])
        await expect(reading({ path, file: new Blob([text]) })).rejects.toThrow(path);
    },
  );

  it('can be empty, and lose nothing of what is chosen with them', async () => {
    const text = { path: 'a.md', file: new Blob(['a']) };
    expect(await reading(zip({}), text)).toEqual({
      documents: [{ file_path: 'a.md', content: 'a' }],
      leftOut: 0,
    });
  });
});

import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { workflowDocumentsSchema, type RunDocumentInput } from '../shared/api/runs.ts';
import { MAX_DOCUMENT_BYTES, MAX_DOCUMENTS_PER_CHUNK, MAX_REQUEST_BYTES } from '../shared/limits.ts';
import { chunksOf, MAX_CHUNK_BYTES } from './upload-chunks.ts';

const bytesOf = (documents: RunDocumentInput[]) =>
  new TextEncoder().encode(JSON.stringify({ documents })).byteLength;
const numbered = (count: number, content: string) =>
  Array.from({ length: count }, (_, n) => ({ file_path: `docs/${n}.md`, content }));

describe('the documents of a run', () => {
  it('are cut by their number, in their order, and none is lost', () => {
    const documents = numbered(2 * MAX_DOCUMENTS_PER_CHUNK + 1, '# A\n');
    const chunks = chunksOf(documents);
    expect(chunks.map(({ length }) => length)).toEqual([MAX_DOCUMENTS_PER_CHUNK, MAX_DOCUMENTS_PER_CHUNK, 1]);
    expect(chunks.flat()).toEqual(documents);
    expect(chunksOf([])).toEqual([]);
  });

  it.each([
    ['letters', 'a'],
    ['quotes, which are escaped', '"'],
    ['line ends, which are escaped', '\n'],
    ['characters of three bytes', '語'],
    ['characters of four bytes', '😀'],
    ['control characters, which take six bytes each', '\u0001'],
  ])('are cut by the bytes of their JSON: %s', (_what, character) => {
    const documents = numbered(40, character.repeat(30_000));
    const chunks = chunksOf(documents);
    expect(chunks.flat()).toEqual(documents);
    for (const chunk of chunks) expect(bytesOf(chunk)).toBeLessThan(MAX_CHUNK_BYTES + 1_000);
    // And not one document per chunk.
    expect(chunks.length).toBeLessThan(documents.length);
  });

  it('go alone when they are larger than a chunk', () => {
    const large = { file_path: 'large.md', content: '"'.repeat(MAX_DOCUMENT_BYTES) };
    const small = { file_path: 'small.md', content: 'a' };
    const chunks = chunksOf([small, large, { ...small, file_path: 'other.md' }]);
    expect(chunks.map((chunk) => chunk.map(({ file_path }) => file_path))).toEqual([
      ['small.md'],
      ['large.md'],
      ['other.md'],
    ]);
    expect(bytesOf(chunks[1]!)).toBeLessThan(MAX_REQUEST_BYTES);
  });

  it('go by their names when no request can carry them', () => {
    const [chunk] = chunksOf([{ file_path: 'zeros.bin.md', content: '\0'.repeat(MAX_DOCUMENT_BYTES) }]);
    expect(chunk).toEqual([
      {
        file_path: 'zeros.bin.md',
        problem: 'takes 6,000,042 bytes as JSON; a request has at most 5,000,000',
      },
    ]);
  });

  it('never make a request that is refused as a whole: paths and problems are what the service takes', () => {
    const [chunk] = chunksOf([
      { file_path: 'good.md', content: 'a' },
      { file_path: 'bell\u0007.md', content: 'a' },
      { file_path: `${'folder/'.repeat(300)}name.md`, content: 'a' },
      { file_path: 'half\ud83d.md', content: 'a' },
      { file_path: '  ', content: 'a' },
      { file_path: 'why.md', problem: 'w'.repeat(1_000) },
      { file_path: 'nothing.md', problem: '' },
    ]);
    expect(v.is(workflowDocumentsSchema, { documents: chunk })).toBe(true);
    expect(chunk).toMatchObject([
      { file_path: 'good.md', content: 'a' },
      {
        file_path: 'bell[U+0007].md',
        problem: "has a path that can't be kept: it must not have control characters",
      },
      { file_path: expect.stringMatching(/folder\/name\.md$/), problem: expect.stringContaining('1024') },
      { file_path: 'half\ufffd.md', problem: expect.stringContaining('surrogate') },
      { file_path: '(no name)' },
      { file_path: 'why.md' },
      { file_path: 'nothing.md', problem: 'could not be read' },
    ]);
  });
});

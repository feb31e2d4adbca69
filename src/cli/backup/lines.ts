import { createReadStream } from 'node:fs';

/**
 * Reads the lines of a file, without their ends. Lines end with a line feed alone: the `readline` of Node also ends them
 * with characters that may be in a text.
 */
export async function* linesOf(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest = '';
  const chunks: AsyncIterable<Uint8Array> = createReadStream(path);
  for await (const chunk of chunks) {
    const [first = '', ...more] = decoder.decode(chunk, { stream: true }).split('\n');
    if (more.length === 0) {
      rest += first;
      continue;
    }
    yield rest + first;
    rest = more.pop() ?? '';
    yield* more;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

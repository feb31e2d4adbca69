/** What is in a stream, one by one. It is let go when it is not read to its end. */
export async function* itemsOf<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
  const reader = stream.getReader();
  let isOpen = true;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        isOpen = false;
        return;
      }
      yield value;
    }
  } finally {
    // One that has failed says so again: it is the first time that counts.
    if (isOpen) await reader.cancel().catch(() => undefined);
  }
}

/** The bytes of a stream, in parts of at most a size. */
export async function* partsOf(
  stream: ReadableStream<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of itemsOf(stream)) {
    for (let at = 0; at < chunk.byteLength; at += maxBytes) yield chunk.subarray(at, at + maxBytes);
  }
}

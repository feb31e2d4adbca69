/** Iterates over a stream. Cancels it when the loop ends early. */
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
    // A failed stream rejects again here. The loop has already thrown the first error.
    if (isOpen) await reader.cancel().catch(() => undefined);
  }
}

/** Iterates over the bytes of a stream in parts of at most `maxBytes`. */
export async function* partsOf(
  stream: ReadableStream<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of itemsOf(stream)) {
    for (let at = 0; at < chunk.byteLength; at += maxBytes) yield chunk.subarray(at, at + maxBytes);
  }
}

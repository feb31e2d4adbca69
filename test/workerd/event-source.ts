/** Reads a stream of server-sent events as an `EventSource` does. */

/** One message: the fields that it has. */
export interface Told {
  id?: string;
  event?: string;
  data?: string;
}

/**
 * Reads until the stream ends.
 *
 * @returns what was told so far, whether it has ended, and what ends it
 */
export function readEventStream(response: Response) {
  if (!response.body) throw new Error('the answer has no body');
  const told: Told[] = [];
  const state = { ended: false };
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const reading = (async () => {
    let text = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      text += value;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      told.push(...blocks.map(parseBlock));
    }
    state.ended = true;
  })();
  const stop = async () => {
    await reader.cancel();
    await reading;
  };
  return { told, state, stop };
}

function parseBlock(block: string): Told {
  return Object.fromEntries(
    block.split('\n').map((line) => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), line.slice(colon + 2)];
    }),
  );
}

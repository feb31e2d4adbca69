/** The heap of the isolate that Galley runs in: the Worker, the hub, the senders and the runs. Read by the inspector of workerd. */
import { once } from 'node:events';
import * as v from 'valibot';
import { WebSocket } from 'ws';

const targetsSchema = v.array(v.object({ webSocketDebuggerUrl: v.string() }));
const answerSchema = v.object({
  id: v.number(),
  result: v.optional(v.object({ usedSize: v.optional(v.number()) })),
});

/**
 * Collects garbage, and measures what is left.
 *
 * @param port - of the inspector
 * @returns bytes; undefined while the service is starting or ending
 * @see https://chromedevtools.github.io/devtools-protocol/v8/Runtime/#method-getHeapUsage
 */
export async function heapOf(port: number): Promise<number | undefined> {
  let socket: WebSocket | undefined;
  try {
    const response = await fetch(`http://127.0.0.1:${port}/json`);
    const [target] = v.parse(targetsSchema, await response.json());
    if (!target) return undefined;
    socket = new WebSocket(target.webSocketDebuggerUrl);
    await once(socket, 'open');
    const inspector = socket;
    const call = async (id: number, method: string) => {
      inspector.send(JSON.stringify({ id, method }));
      for (;;) {
        const [data] = (await once(inspector, 'message')) as [Buffer];
        const answer = v.safeParse(answerSchema, JSON.parse(data.toString('utf8')));
        if (answer.success && answer.output.id === id) return answer.output.result;
      }
    };
    await call(1, 'HeapProfiler.collectGarbage');
    return (await call(2, 'Runtime.getHeapUsage'))?.usedSize;
  } catch (error) {
    // The service is killed again and again: then nothing answers.
    if (error instanceof TypeError || (error instanceof Error && 'code' in error)) return undefined;
    throw error;
  } finally {
    socket?.close();
  }
}

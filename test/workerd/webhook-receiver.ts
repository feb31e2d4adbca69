/** A receiver of webhooks for tests. */
import { vi } from 'vitest';

export const RECEIVER = 'https://hooks.example.com/galley';

export interface Received {
  url: string;
  redirect: string | undefined;
  headers: Record<string, string>;
  /** As it was sent. */
  text: string;
  body: { type: string; timestamp: string; data: { id: number; type: string; file_path?: string } };
}

/** Takes what the service sends, until the mocks are restored. */
export class Receiver {
  readonly received: Received[] = [];
  /** How it answers. */
  answer: (message: Received) => Response | Promise<Response> = () => new Response(null, { status: 204 });

  constructor() {
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      const request = new Request(input, init);
      const text = await request.text();
      const message: Received = {
        url: request.url,
        redirect: init?.redirect,
        headers: Object.fromEntries(request.headers),
        text,
        body: JSON.parse(text) as Received['body'],
      };
      this.received.push(message);
      return this.answer(message);
    });
  }

  /** The ids of the events that arrived. */
  get ids(): number[] {
    return this.received.map(({ body }) => body.data.id);
  }

  /** Answers these statuses, and then 200. */
  answerInTurn(...statuses: number[]): void {
    const left = [...statuses];
    this.answer = () => new Response('', { status: left.shift() ?? 200 });
  }
}

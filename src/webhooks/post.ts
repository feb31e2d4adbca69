/** Sends one message, signed. */
import { WEBHOOK_TIMEOUT_MS } from '../shared/limits.ts';
import { signatureOf } from './signature.ts';

export interface Message {
  /** The header `webhook-id`. */
  id: string;
  /** JSON */
  body: string;
}

/** What came of an attempt. */
export interface Outcome {
  /** The status of the answer; null when there was none. */
  status: number | null;
  /** Why it failed, in words; null when it was delivered. */
  error: string | null;
  /** How long the receiver asks to be left alone, in milliseconds. */
  retryAfterMs: number;
}

/**
 * Sends a message. Only an answer of 2xx within {@link WEBHOOK_TIMEOUT_MS} delivers it. Redirects are not followed, because
 * they could lead to an address that was never checked. Nothing of the answer but its status is read.
 *
 * @param now - in ms since 1970
 */
export async function post(url: string, secret: string, message: Message, now: number): Promise<Outcome> {
  const timestamp = Math.floor(now / 1_000);
  const signature = await signatureOf(secret, { ...message, timestamp });
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'Galley-Webhooks',
        'webhook-id': message.id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': signature,
      },
      body: message.body,
      signal: AbortSignal.timeout(WEBHOOK_TIMEOUT_MS),
    });
    await response.body?.cancel();
    const { status, ok } = response;
    return { status, error: ok ? null : wordsFor(status), retryAfterMs: ok ? 0 : askedBy(response, now) };
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    const words = isLate ? `no answer within ${WEBHOOK_TIMEOUT_MS / 1_000} s` : 'could not be reached';
    return { status: null, error: words, retryAfterMs: 0 };
  }
}

function wordsFor(status: number): string {
  const isRedirect = status >= 300 && status < 400;
  return isRedirect ? `answered ${status}: redirects are not followed` : `answered ${status}`;
}

/** `Retry-After`: seconds or a date (RFC 9110, 10.2.3). */
function askedBy({ headers }: Response, now: number): number {
  const said = headers.get('Retry-After') ?? '';
  const ms = /^\d{1,9}$/.test(said) ? Number(said) * 1_000 : Date.parse(said) - now;
  return ms > 0 ? ms : 0;
}

/** The client of the service that served this page. */
import { createApi } from '../../client/index.ts';
import { CLIENT_REQUEST_TIMEOUT_MS } from '../../shared/limits.ts';
import { takeAhead } from './ahead.ts';

export const BASE_URL = location.origin;

/** Longer than for reads: uploads and decisions about many documents take their time. */
const WRITE_TIMEOUT_MS = 120_000;

let signedOut = () => undefined as void;
/** Sets what is called when the service answers that nobody is signed in (401). */
export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

/** Aborts requests that get no answer, so that nothing on the page waits for ever. */
const fetchInTime: typeof fetch = async (input, init) => {
  const isRead = init?.method === undefined || init.method === 'GET';
  const ahead = isRead && input instanceof URL ? takeAhead(input) : undefined;
  const controller = ahead?.controller ?? new AbortController();
  // Not cleared when the answer begins: its body may stop as well. Aborting a finished request has no effect.
  setTimeout(() => controller.abort(), isRead ? CLIENT_REQUEST_TIMEOUT_MS : WRITE_TIMEOUT_MS);
  return (await ahead?.answer) ?? fetch(input, { ...init, signal: controller.signal });
};

export const api = createApi({ baseUrl: BASE_URL, onSignedOut: () => signedOut(), fetch: fetchInTime });

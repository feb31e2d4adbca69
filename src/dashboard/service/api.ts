/** The client of the service that served this page. */
import { createApi } from '../../client/index.ts';

export const BASE_URL = location.origin;

let signedOut = () => undefined as void;
/** Sets what is called when the service answers that nobody is signed in (401). */
export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

export const api = createApi({ baseUrl: BASE_URL, onSignedOut: () => signedOut() });

/** The service that served this page. */
import { createApi } from '../../client/index.ts';

export const BASE_URL = location.origin;

let signedOut = () => undefined as void;
/** Who is to be told when the service asks for a sign-in. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

export const api = createApi({ baseUrl: BASE_URL, onSignedOut: () => signedOut() });

/** The service that served this page. */
import { createApi } from '../client/index.ts';

export const BASE_URL = location.origin;
export const api = createApi({ baseUrl: BASE_URL });

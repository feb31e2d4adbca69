import { bodyLimit } from 'hono/body-limit';
import { MAX_REQUEST_BYTES } from '../../shared/limits.ts';
import { ProblemError } from '../problem.ts';

/** Refuses bodies that are too large before they are read. */
export const limited = bodyLimit({
  maxSize: MAX_REQUEST_BYTES,
  onError: () => {
    throw new ProblemError('request-too-large', `A request has at most ${MAX_REQUEST_BYTES} bytes.`);
  },
});

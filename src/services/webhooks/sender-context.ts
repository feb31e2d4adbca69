import type { ServiceContext } from '../context.ts';

/** What sending needs. */
export interface SenderContext extends Pick<ServiceContext, 'db' | 'now' | 'publish'> {
  /** The key of the signatures; undefined when it was lost. */
  secret: string | undefined;
  isLoopbackAllowed: boolean;
  /** From 0 to 1. */
  random: () => number;
}

/** A sender with its key. */
export type KeyedContext = SenderContext & { secret: string };

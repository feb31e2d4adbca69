/** What a service logs: whatever went wrong while nobody was killing it. */

/** Marks of trouble: an error that nobody caught, or one that the service logged itself. */
const TROUBLE = /uncaught|unhandled|\[ERROR\]|"level":"error"|\bError: |exceededMemory|FATAL/i;

/** What is expected, with the reason. */
export const TOLERATED: readonly (readonly [RegExp, string])[] = [];

export interface Trouble {
  line: string;
  /** Why it is expected; undefined when it is not. */
  reason: string | undefined;
}

/** Finds trouble in what was logged, without colours. */
export function troubleIn(text: string): Trouble[] {
  // oxlint-disable-next-line no-control-regex -- the escape character of terminals
  const lines = text.replaceAll(/\u001B\[[0-9;]*m/g, '').split('\n');
  return lines.flatMap((line) =>
    TROUBLE.test(line) ? [{ line, reason: TOLERATED.find(([pattern]) => pattern.test(line))?.[1] }] : [],
  );
}

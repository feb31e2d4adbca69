import { writeFileSync } from 'node:fs';
import { UsageError } from './exit-codes.ts';

/** Writes output to a file. @throws {UsageError} when it cannot be written */
export function writeOutput(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${path} can't be written: ${reason}`, { cause: error });
  }
}

/** The message of the trigger `events_refused`. */
const REFUSED = 'an import is under way';

/** Whether an error means that the database is being filled by an import, and takes nothing else until that is done. */
export function isRefusedByImport(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause) if (one.message.includes(REFUSED)) return true;
  return false;
}

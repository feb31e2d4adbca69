import type { RunChanges, RunSummary } from '../../shared/api/runs.ts';
import { counted, figure, momentInWords } from './words.ts';

/** Whether a finding that is there now was there before; undefined when it can't be said. */
export type SinceLastRun = (filePath: string, fingerprint: string) => 'new' | 'persisting' | undefined;

/**
 * Only the first of the new findings are listed: that a finding was there before is certain only when all of them are.
 */
export function sinceLastRun(run: RunSummary | undefined): SinceLastRun {
  const changes = run?.changes;
  if (!changes) return () => undefined;
  const added = new Set(changes.new_issues.map((issue) => keyOf(issue.file_path, issue.fingerprint)));
  const otherwise = changes.new_issues.length === changes.new ? 'persisting' : undefined;
  return (filePath, fingerprint) => (added.has(keyOf(filePath, fingerprint)) ? 'new' : otherwise);
}

/** A fingerprint has no space, so no two findings have the same. */
function keyOf(filePath: string, fingerprint: string): string {
  return `${fingerprint} ${filePath}`;
}

/** What programs are told of the changes, without the lists. */
export function changeFigures(changes: RunChanges): Omit<RunChanges, 'new_issues' | 'resolved_issues'> {
  const { new_issues: _new, resolved_issues: _resolved, ...figures } = changes;
  return figures;
}

/** `5 new, 2 resolved, 50 persisting; 1 document added, 3 documents gone` */
export function changesInWords({ resolved, persisting, ...changes }: RunChanges): string {
  const findings = `${figure(changes.new)} new, ${figure(resolved)} resolved, ${figure(persisting)} persisting`;
  const documents = [
    changes.added_files === 0 ? '' : `${counted(changes.added_files, 'document')} added`,
    changes.removed_files === 0 ? '' : `${counted(changes.removed_files, 'document')} gone`,
  ].filter(Boolean);
  return [findings, documents.join(', ')].filter(Boolean).join('; ');
}

/** What the changes are since. */
export function comparedWith({ since }: RunChanges): string {
  return `Compared with the run that finished at ${momentInWords(since.finished_at)}`;
}

/** How many are not in a list that has only the first of them; undefined when it has all. */
export function moreInWords(total: number, listed: number): string | undefined {
  const more = total - listed;
  return more > 0 ? `${figure(more)} more ${more === 1 ? 'is' : 'are'} not listed.` : undefined;
}

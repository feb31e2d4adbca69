import type { RunChanges, RunSummary } from '../../shared/api/runs.ts';
import { counted, figure, momentInWords } from './words.ts';

/** Whether a finding is new in this run or was there before; undefined if unknown. */
export type SinceLastRun = (filePath: string, fingerprint: string) => 'new' | 'persisting' | undefined;

/**
 * Returns a lookup for findings. The summary lists only the first new findings, so a finding is known to be persisting
 * only if the list is complete.
 */
export function sinceLastRun(run: RunSummary | undefined): SinceLastRun {
  const changes = run?.changes;
  if (!changes) return () => undefined;
  const added = new Set(changes.new_issues.map((issue) => keyOf(issue.file_path, issue.fingerprint)));
  const otherwise = changes.new_issues.length === changes.new ? 'persisting' : undefined;
  return (filePath, fingerprint) => (added.has(keyOf(filePath, fingerprint)) ? 'new' : otherwise);
}

/** Fingerprints contain no space, so keys are unique. */
function keyOf(filePath: string, fingerprint: string): string {
  return `${fingerprint} ${filePath}`;
}

/** The numbers of changes without the lists, for programs. */
export function changeFigures(changes: RunChanges): Omit<RunChanges, 'new_issues' | 'resolved_issues'> {
  const { new_issues: _new, resolved_issues: _resolved, ...figures } = changes;
  return figures;
}

/** E.g. `5 new, 2 resolved, 50 persisting; 1 document added, 3 documents gone`. */
export function changesInWords({ resolved, persisting, ...changes }: RunChanges): string {
  const findings = `${figure(changes.new)} new, ${figure(resolved)} resolved, ${figure(persisting)} persisting`;
  const documents = [
    changes.added_files === 0 ? '' : `${counted(changes.added_files, 'document')} added`,
    changes.removed_files === 0 ? '' : `${counted(changes.removed_files, 'document')} gone`,
  ].filter(Boolean);
  return [findings, documents.join(', ')].filter(Boolean).join('; ');
}

/** Names the run that the changes are relative to. */
export function comparedWith({ since }: RunChanges): string {
  return `Compared with the run that finished at ${momentInWords(since.finished_at)}`;
}

/** Says how many entries a shortened list leaves out; undefined if it leaves out none. */
export function moreInWords(total: number, listed: number): string | undefined {
  const more = total - listed;
  return more > 0 ? `${figure(more)} more ${more === 1 ? 'is' : 'are'} not listed.` : undefined;
}

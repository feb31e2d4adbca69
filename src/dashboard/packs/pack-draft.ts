/** The text of a rule pack that is being edited, while others may change the stored pack. */

/** A stored pack. */
export interface StoredPack {
  source: string;
  etag: string;
}

export interface PackDraft {
  text: string;
  /** The stored pack that the text was made from. */
  base: StoredPack;
}

/** A draft of a stored pack that nothing was typed into yet. */
export function draftOf({ source, etag }: StoredPack): PackDraft {
  return { text: source, base: { source, etag } };
}

/** Whether the text differs from the pack that it was made from. */
export function isEdited({ text, base }: PackDraft): boolean {
  return text !== base.source;
}

/**
 * Brings a draft up to date with the stored pack. What was typed stays: only a text that was not edited, or that says what
 * the stored pack says, follows it.
 */
export function follow(draft: PackDraft, stored: StoredPack): PackDraft {
  if (draft.base.etag === stored.etag) return draft;
  return !isEdited(draft) || draft.text === stored.source ? draftOf(stored) : draft;
}

/** Whether somebody has stored another pack since the draft was begun. Saving would overwrite it. */
export function isConflict({ base }: PackDraft, stored: StoredPack): boolean {
  return base.etag !== stored.etag;
}

/** Lines around a change that are shown with it. */
const CONTEXT = 2;

/** The changed part of a text as the lines of a diff: from the first line that differs to the last one. */
export function changedLines(before: string, after: string): string {
  const [was, is] = [before.split('\n'), after.split('\n')];
  const shorter = Math.min(was.length, is.length);
  let start = 0;
  while (start < shorter && was[start] === is[start]) start += 1;
  let end = 0;
  while (end < shorter - start && was.at(-1 - end) === is.at(-1 - end)) end += 1;
  const to = was.length - end;
  return [
    ...was.slice(Math.max(0, start - CONTEXT), start).map((line) => ` ${line}`),
    ...was.slice(start, to).map((line) => `-${line}`),
    ...is.slice(start, is.length - end).map((line) => `+${line}`),
    ...was.slice(to, to + CONTEXT).map((line) => ` ${line}`),
  ].join('\n');
}

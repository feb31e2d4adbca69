/** What would be approved: the proposed edits with one's own texts, without those that are left out. */
import { MAX_OWN_TEXT_LENGTH } from '../../shared/limits.ts';
import type { ApprovedEdit, Recommendation } from '../../shared/things.ts';
import type { Draft } from './drafts.ts';
import { lineEndingOf } from './text-lines.ts';
import type { Change } from './text-rows.ts';

/** The edits of a recommendation as they are to be shown: as decided, otherwise as drafted. */
export function changesOf(recommendation: Recommendation, draft: Draft, content: string): Change[] {
  const { edits, status, approved_edits } = recommendation;
  const approved = new Map(
    (approved_edits ?? []).map((one) => (typeof one === 'number' ? [one, undefined] : [one.index, one.text])),
  );
  return edits.map(({ start, end, text }, index) => {
    if (status === 'proposed')
      return {
        index,
        start,
        end,
        text: ownText(draft, index, text, content) ?? text,
        isLeftOut: draft.leftOut.includes(index),
      };
    const isLeftOut = approved_edits !== undefined && !approved.has(index);
    return { index, start, end, text: approved.get(index) ?? text, isLeftOut };
  });
}

/** What an approval sends; undefined when everything is approved as it was proposed. */
export function approvedEdits(
  { edits }: Recommendation,
  draft: Draft,
  content: string,
): ApprovedEdit[] | undefined {
  const all = edits.flatMap(({ text }, index): ApprovedEdit[] => {
    if (draft.leftOut.includes(index)) return [];
    const own = ownText(draft, index, text, content);
    return [own === undefined ? index : { index, text: own }];
  });
  const isAsProposed = all.length === edits.length && all.every((one) => typeof one === 'number');
  return isAsProposed ? undefined : all;
}

/** A text of one's own; undefined when it is the proposed one. */
function ownText(draft: Draft, index: number, proposed: string, content: string): string | undefined {
  const own = draft.texts[index];
  if (own === undefined || own === asTyped(proposed)) return undefined;
  return own.replaceAll('\n', lineEndingOf(content));
}

/** A text as a text area has it: its lines end with `\n`. */
export function asTyped(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}

/** Whether a text can be replaced by one's own: the service takes no longer one. */
export function isEditable(text: string): boolean {
  return text.length <= MAX_OWN_TEXT_LENGTH;
}

/** The state of the open document on the desk, and what its keys and buttons do. */
import { useState } from 'preact/hooks';
import type { Document, Validation } from '../../shared/things.ts';
import { deskPath, navigate, query } from '../frame/router.ts';
import { say, toast } from '../frame/toasts.ts';
import { canReview } from '../service/session.ts';
import {
  allows,
  decideMany,
  decideOne,
  done,
  type Done,
  ignoreItem,
  lastDecision,
  undoOne,
  type Verdict,
  WORDS,
} from './deciding.ts';
import type { DeskItem } from './desk-items.ts';
import { draftOf } from './drafts.ts';
import { drawNow } from './draw-now.ts';
import { focusField, focusText, useFieldEscape } from './focus.ts';
import { useIgnored } from './ignored-here.ts';
import type { Ignoring } from './ignore-form.tsx';
import type { KeyActions } from './keys.ts';
import { approvedEdits } from './proposed-changes.ts';
import { filterIn } from './queue-filter.ts';
import { neighbour } from './queue.ts';
import { type ItemNow, useItems } from './use-items.ts';

interface Input {
  validation: Validation;
  items: readonly DeskItem[];
  content: string;
  /** Whether it may be decided on. */
  isOpen: boolean;
}

export function useDesk({ validation, items, content, isOpen }: Input) {
  const filter = filterIn(query.value);
  const ignored = useIgnored(validation);
  const shown = useItems({ items, content, ignored: ignored.set, rule: filter.rule_id });
  const { states, current, pick, advance } = shown;
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [isIgnoring, setIgnoring] = useState(false);
  const [dialog, setDialog] = useState<'help' | 'alike' | null>(null);
  const nextDocument = neighbour(validation.id, 1);
  const mayDecide = isOpen && canReview.value;

  const decideTicked = (verdict: Verdict, chosen: readonly ItemNow[]) => {
    const recommendations = chosen.flatMap(({ recommendation }) => recommendation ?? []);
    const note = current ? draftOf(current.item.key).note.trim() : '';
    decideMany(recommendations, { verdict, note });
    setTicked(new Set());
    sayDecided(`${WORDS[verdict]}: ${chosen.length}.`, advance(chosen));
  };
  const decide = (verdict: Verdict) => {
    if (!current || !mayDecide) return;
    const chosen = states.filter(({ item, status }) => ticked.has(item.key) && status === 'proposed');
    if (chosen.length > 0) return decideTicked(verdict, chosen);
    const { recommendation, status } = current;
    if (!recommendation || status === 'ignored' || !allows(verdict, recommendation.status)) return;
    const draft = draftOf(recommendation.id);
    const edits = verdict === 'approve' ? approvedEdits(recommendation, draft, content) : undefined;
    if (edits?.length === 0 && recommendation.edits.length > 0) {
      toast({ text: 'Every change is left out: include one, or reject.', tone: 'error' });
      return;
    }
    decideOne(recommendation, { verdict, note: draft.note.trim(), ...(edits && { edits }) });
    sayDecided(`${WORDS[verdict]}: ${recommendation.title}.`, advance([current]));
  };
  const ignore = (ignoring: Ignoring | null) => {
    setIgnoring(false);
    focusText();
    if (!current || ignoring === null) return;
    const { item, recommendation } = current;
    const fingerprints = [...new Set(item.issues.map(({ fingerprint }) => fingerprint))];
    ignoreItem({ ...item, fingerprints, recommendation }, validation.id, ignoring, (isIgnored) =>
      ignored.change(fingerprints, isIgnored),
    );
    sayDecided(`Ignored: ${item.title}.`, advance([current]));
  };
  const undo = (entry: Done) => {
    entry.undo();
    focusText();
    say(`Undone. ${entry.text}`);
    if (entry.validationId === undefined || entry.itemKey === undefined) return;
    if (entry.validationId === validation.id) pick(entry.itemKey);
    else navigate(deskPath(entry.validationId, { ...filter, finding: entry.itemKey }));
  };
  const undoHere = () => {
    // What was done last, unless the card is about something that was decided before, or by others.
    const last = done.peek().at(-1);
    const own = done.peek().findLast((one) => one.itemKey === current?.item.key);
    const isDecided = current?.status === 'approved' || current?.status === 'rejected';
    const entry = isDecided && last?.itemKey !== undefined ? own : last;
    if (entry) undo(entry);
    else if (!isDecided) say('There is nothing to undo.');
    else if (current.recommendation && mayDecide) {
      undoOne(current.recommendation);
      say(`Undone. ${current.item.title}`);
    }
  };
  const tick = (key: string) => {
    if (!mayDecide || states.find(({ item }) => item.key === key)?.status !== 'proposed') return;
    const next = new Set(ticked);
    if (!next.delete(key)) next.add(key);
    setTicked(next);
  };
  const goTo = (document: Document | undefined, nothing: string) => {
    if (document) navigate(deskPath(document.validation_id, filter));
    else toast({ text: nothing, tone: 'neutral' });
  };
  const actions: KeyActions = {
    next: () => shown.step(1),
    previous: () => shown.step(-1),
    nextPlace: () => shown.stepPlace(1),
    previousPlace: () => shown.stepPlace(-1),
    nextDocument: () => goTo(nextDocument, 'No other document waits further down the queue.'),
    previousDocument: () => goTo(neighbour(validation.id, -1), 'This is the first document of the queue.'),
    approve: () => decide('approve'),
    reject: () => decide('reject'),
    // Where there is no replacement, keys must not decide what was meant as its text.
    edit: () => focusField('desk-replacement') || focusField('desk-note'),
    note: () => focusField('desk-note'),
    ignore: () => {
      if (!mayDecide || !current || current.item.issues.length === 0) return;
      drawNow(() => setIgnoring(true));
      focusField('desk-reason');
    },
    undo: undoHere,
    tick: () => {
      if (current) tick(current.item.key);
    },
    alike: () => {
      if (lastDecision.peek()) drawNow(() => setDialog('alike'));
      else toast({ text: 'Decide on one first: this repeats it.', tone: 'neutral' });
    },
    search: () => focusField('desk-filter'),
    help: () => drawNow(() => setDialog('help')),
  };
  useFieldEscape();
  return {
    ...shown,
    pick: (key: string) => {
      setIgnoring(false);
      pick(key);
    },
    ticked,
    isIgnoring,
    dialog,
    closeDialog: () => setDialog(null),
    nextDocument,
    actions,
    tick,
    ignore,
    undo,
  };
}

function sayDecided(what: string, left: number): void {
  say(`${what} ${left === 0 ? 'All are decided.' : `${left} to decide.`}`);
}

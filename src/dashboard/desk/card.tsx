import type { Recommendation } from '../../shared/things.ts';
import { MAX_NOTE_LENGTH } from '../../shared/limits.ts';
import { LevelMark } from '../parts/marks.tsx';
import { canReview } from '../service/session.ts';
import { Actions } from './card-actions.tsx';
import { IgnoreForm, type Ignoring } from './ignore-form.tsx';
import type { DeskItem, Place } from './desk-items.ts';
import { changeDraft, draftOf } from './drafts.ts';
import { type KeyActions, tip } from './keys.ts';
import { Step } from './step.tsx';
import { Replacement } from './replacement.tsx';
import type { Change } from './text-rows.ts';

interface Props {
  item: DeskItem;
  /** The recommendation of the item as it is now. */
  recommendation: (Recommendation & { isSending: boolean }) | undefined;
  isIgnored: boolean;
  /** Whether the document may be decided on: a newer version of it is decided on instead. */
  isOpen: boolean;
  placeIndex: number;
  changes: readonly Change[];
  content: string;
  /** The number of items that are ticked. */
  ticked: number;
  isIgnoring: boolean;
  onIgnore: (ignoring: Ignoring | null) => void;
  actions: KeyActions;
}

/** What was found and why, what would be changed, and the decision. */
export function Card(props: Props) {
  const { item, recommendation, isIgnored, isOpen, placeIndex, changes, content, actions } = props;
  const place = item.places[placeIndex];
  const change = changes.find(({ index }) => index === place?.edit);
  const isProposed = isOpen && !isIgnored && recommendation?.status === 'proposed' && canReview.value;
  return (
    <section class="desk-card" aria-labelledby="desk-card-title">
      <div class="desk-card-body" tabIndex={-1}>
        <p class="row-facts">
          <LevelMark level={item.level} />
          <StatusMark recommendation={recommendation} isIgnored={isIgnored} />
          {recommendation && (
            <span title="How sure the rule is">{Math.round(recommendation.confidence * 100)} % sure</span>
          )}
          <RuleLink item={item} />
        </p>
        <h2 id="desk-card-title" dir="auto">
          {item.title}
        </h2>
        {recommendation && (
          <p dir="auto">
            <Prose text={recommendation.instruction} />
          </p>
        )}
        {recommendation && (
          <p class="rationale" dir="auto">
            <Prose text={recommendation.rationale} />
          </p>
        )}
        <Places item={item} placeIndex={placeIndex} place={place} actions={actions} />
        {recommendation && change && (
          <Replacement
            recommendation={recommendation}
            change={change}
            content={content}
            isOpen={isProposed}
          />
        )}
        {recommendation && recommendation.edits.length === 0 && (
          <p class="fine">No automatic change: this one needs a person in the source.</p>
        )}
        <Decided recommendation={recommendation} />
        {props.isIgnoring ? (
          <IgnoreForm item={item} onDone={props.onIgnore} />
        ) : (
          canReview.value &&
          isOpen && (
            <NoteField itemKey={item.key} isOpen={isProposed || (isOpen && !recommendation && !isIgnored)} />
          )
        )}
      </div>
      {canReview.value && (
        <Actions
          status={recommendation?.status}
          isIgnored={isIgnored}
          isProposed={isProposed}
          isOpen={isOpen}
          hasFindings={item.issues.length > 0}
          changes={changes}
          ticked={props.ticked}
          actions={actions}
        />
      )}
    </section>
  );
}

/** What is between backticks is code. */
function Prose({ text }: { text: string }) {
  return (
    <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</>
  );
}

function RuleLink({ item: { docsUrl, rule } }: { item: DeskItem }) {
  if (docsUrl === undefined) return <code>{rule}</code>;
  return (
    <a href={docsUrl} target="_blank" rel="noopener noreferrer" title="The rule, with examples">
      <code>{rule}</code>
      <span aria-hidden="true"> ↗</span>
    </a>
  );
}

function StatusMark({ recommendation, isIgnored }: Pick<Props, 'recommendation' | 'isIgnored'>) {
  if (isIgnored) return <span class="mark">ignored</span>;
  if (!recommendation) return <span class="mark">no decision needed</span>;
  const { status, isSending } = recommendation;
  return (
    <span class={`mark status-${status}`} data-testid="desk-status">
      {status}
      {isSending && '…'}
    </span>
  );
}

function Places(props: {
  item: DeskItem;
  placeIndex: number;
  place: Place | undefined;
  actions: KeyActions;
}) {
  const { item, placeIndex, place, actions } = props;
  if (!place) return null;
  const { issue } = place;
  return (
    <div class="desk-place">
      <p class="desk-place-head">
        <span class="tabular">
          Line {place.line}
          {item.places.length > 1 && `, place ${placeIndex + 1} of ${item.places.length}`}
        </span>
        {item.places.length > 1 && (
          <span class="desk-steps">
            <Step name="previousPlace" sign="‹" actions={actions} />
            <Step name="nextPlace" sign="›" actions={actions} />
          </span>
        )}
      </p>
      {issue && issue.message !== item.title && (
        <p dir="auto">
          <Prose text={issue.message} />
        </p>
      )}
      {issue?.suggestion !== undefined && (
        <p class="suggestion" dir="auto">
          <Prose text={issue.suggestion} />
        </p>
      )}
    </div>
  );
}

function Decided({ recommendation }: Pick<Props, 'recommendation'>) {
  if (!recommendation || recommendation.status === 'proposed') return null;
  const { status, reviewer, notes, carried_from } = recommendation;
  return (
    <p class="fine" data-testid="desk-decided">
      {status.charAt(0).toUpperCase() + status.slice(1)}
      {reviewer !== undefined && (
        <>
          {' '}
          by <bdi>{reviewer}</bdi>
        </>
      )}
      {carried_from !== undefined && ', in an earlier version of the document'}
      {notes !== undefined && notes !== '' && (
        <>
          : <q>{notes}</q>
        </>
      )}
    </p>
  );
}

/** The field is there after the decision too: keys that are meant as a note must not decide. */
function NoteField({ itemKey, isOpen }: { itemKey: string; isOpen: boolean }) {
  return (
    <div class="desk-field">
      <div class="desk-field-head">
        <label for="desk-note">Note</label>
      </div>
      <textarea
        id="desk-note"
        rows={1}
        value={draftOf(itemKey).note}
        maxLength={MAX_NOTE_LENGTH}
        readOnly={!isOpen}
        placeholder={isOpen ? 'Why (optional), kept with the decision' : 'Undo to write a note'}
        dir="auto"
        title={tip('note')}
        onInput={({ currentTarget }) => changeDraft(itemKey, { note: currentTarget.value })}
      />
    </div>
  );
}

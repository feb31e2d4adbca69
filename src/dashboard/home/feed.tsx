import type { ComponentChildren, VNode } from 'preact';
import type { LiveEvent } from '../../shared/events.ts';
import { activityPath, runPath, validationPath } from '../frame/router.ts';
import { describeEvent } from '../../shared/describe-event.ts';
import { describeCounts } from '../parts/words.ts';
import { Age } from '../parts/age.tsx';
import { LevelMark, OutcomeMark } from '../parts/marks.tsx';
import { countNew, useHeld } from '../parts/use-held.ts';
import { home } from '../service/live.ts';
import { MAX_FEED_ENTRIES } from './home-model.ts';

/** What happens, as it happens. It holds still while somebody points at it or reads it by keyboard, and counts what is new. */
export function Feed() {
  const events = home.value?.feed;
  const { shown, more, show, handlers } = useHeld(events, ({ id }) => id);
  const pace = paceOf(shown);
  return (
    <section class="panel feed-panel" aria-labelledby="feed-title" {...handlers}>
      <div class="panel-head">
        <h2 id="feed-title">
          <a href={activityPath}>Activity</a>
        </h2>
        {more > 0 && (
          <button type="button" class="chip newer" onClick={show}>
            {countNew(more, MAX_FEED_ENTRIES)}
          </button>
        )}
      </div>
      {events?.length === 0 && <NothingYet />}
      <ol class="feed" data-testid="feed">
        {shown?.map((event) => entryOf(event, pace))}
      </ol>
    </section>
  );
}

/** The entries that were drawn: an event never changes, and what is the same object is not compared again. */
const drawn = new WeakMap<LiveEvent, VNode>();

function entryOf(event: LiveEvent, pace: Pace): VNode {
  const known = drawn.get(event) ?? <Entry key={event.id} event={event} pace={pace} />;
  drawn.set(event, known);
  return known;
}

type Pace = 'calm' | 'quick' | 'stream';

/**
 * How fast events come: in a `quick` sequence, to highlight each would move the page all the time. In a `stream`, their signs
 * are left out as well: where no font has a sign, the browser looks for one each time that it lays it out, which took three
 * quarters of the time of an entry.
 */
function paceOf(events: readonly LiveEvent[] | undefined): Pace {
  const isWithin = (ms: number, count: number) => {
    const [newest, before] = [events?.[0], events?.[count - 1]];
    return !!newest && !!before && Date.parse(newest.timestamp) - Date.parse(before.timestamp) < ms;
  };
  if (isWithin(2_000, 30)) return 'stream';
  return isWithin(1_000, 5) ? 'quick' : 'calm';
}

/** Shown before the first event: a command to copy. */
function NothingYet() {
  const command = `curl -F file=@page.md ${location.origin}/api/validate`;
  return (
    <div class="quiet">
      <p>Nothing has happened yet. What happens appears here at once. Try the sample in the form, or</p>
      <pre class="snippet">
        <code>{command}</code>
      </pre>
    </div>
  );
}

function Entry({ event, pace }: { event: LiveEvent; pace: Pace }) {
  const { icon, what, which } = describeEvent(event);
  const text = (
    <>
      {pace !== 'stream' && `${icon} `}
      {what}
      {which && (
        <>
          : <bdi class="which">{which}</bdi>
        </>
      )}
    </>
  );
  return (
    <li class={pace === 'calm' ? 'entry arrived' : 'entry'}>
      <p class="entry-text">
        <SubjectLink event={event}>{text}</SubjectLink>
      </p>
      <p class="entry-facts">
        {event.type === 'validation_created' && (
          <>
            <OutcomeMark outcome={event.outcome} />
            <span>{describeCounts(event.counts)}</span>
          </>
        )}
        {event.type === 'recommendation_created' && (
          <>
            <LevelMark level={event.severity} />
            <code>{event.rule_id}</code>
          </>
        )}
        <Age of={event.timestamp} />
      </p>
    </li>
  );
}

/** Links the text to the validation or run that the event is about. */
function SubjectLink({ event, children }: { event: LiveEvent; children: ComponentChildren }) {
  const { validation_id, workflow_id } = event;
  if (validation_id !== undefined) return <a href={validationPath(validation_id)}>{children}</a>;
  if (workflow_id !== undefined) return <a href={runPath(workflow_id)}>{children}</a>;
  return <>{children}</>;
}

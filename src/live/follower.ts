/**
 * Follows the log from the hub's position. Delivers each event once and in order, whether it was notified or has to be
 * read. All of it runs in the hub's turns.
 */
import type { LiveEvent } from '../shared/events.ts';
import type { HubLog } from './log-reader.ts';
import { Recall } from './recall.ts';
import { identify, Sequencer } from './sequencer.ts';

/** The number of events read from the log at a time. */
const CATCH_UP_PAGE = 500;

/** A position as it is stored. */
export interface StoredPosition {
  /** Id of the last delivered event. */
  readonly position: number;
  /** The identity of that event, to notice later that the log has a different one there; undefined when unknown. */
  readonly identity?: string | undefined;
}

/** What a follower needs from the hub. */
export interface Follows {
  /** Loads the stored position; undefined for a hub that has never stored one. */
  load: () => StoredPosition | undefined;
  /** Stores the position. */
  save: (stored: StoredPosition) => void;
  /** Accepts the next events of the log, either all or none. */
  deliver: (events: readonly LiveEvent[], place: LogPosition) => Promise<void>;
  /** Called after `deliver`, when the position has moved to the last of its events. */
  delivered: () => void;
  /** Called with the number of events that had to be read from the log, when they were delivered. */
  repaired?: (events: number) => void;
  /**
   * Called when the next events do not continue those already delivered: the log was restored to an earlier time, or
   * has dropped events that were never delivered.
   */
  startOver: (position: number) => void;
}

/** The hub's position in the log, and its memory of earlier events. */
export interface LogPosition {
  /** Id of the last delivered event. */
  readonly position: number;
  readonly recall: Recall;
}

/** Keeps the hub's position in the log, and delivers what comes after it. */
export class Follower {
  readonly #log: HubLog;
  readonly #follows: Follows;
  #sequencer: Sequencer | undefined;
  #recall: Recall | undefined;

  constructor(log: HubLog, follows: Follows) {
    this.#log = log;
    this.#follows = follows;
  }

  /** Id of the last delivered event, as far as it is known without reading the log. */
  get position(): number | undefined {
    return this.stored?.position;
  }

  /** The position with the identity of its event, for {@link Follows.save}. */
  get stored(): StoredPosition | undefined {
    return this.#sequencer ?? this.#follows.load();
  }

  /** Returns the position: from memory, from storage after a wake, or the head of the log the very first time. */
  async open(): Promise<LogPosition> {
    const { sequencer, recall } = await this.#open();
    return { position: sequencer.position, recall };
  }

  /**
   * Accepts committed events. They may arrive late, out of order, or more than once. @throws when the log has to be
   * read and cannot be
   */
  async offer(events: readonly LiveEvent[]): Promise<void> {
    const { sequencer } = await this.#open();
    sequencer.offer(events);
    if (sequencer.needsLog()) await this.catchUp();
    else await this.#deliver(sequencer.ready());
  }

  /**
   * Delivers what the log has beyond the position. When the log turns out to be a different one there, everyone starts
   * over at its head: the snapshots that clients then load include all of it.
   *
   * @throws when the log cannot be read
   */
  async catchUp(): Promise<void> {
    let { sequencer } = await this.#open();
    for (;;) {
      const { position, identity } = sequencer;
      // The event at the position is read again, to be compared with the one that was delivered.
      const page = await this.#log.read({ after: Math.max(0, position - 1), limit: CATCH_UP_PAGE + 1 });
      const last = page.events[0]?.id === position ? page.events[0] : undefined;
      const events = last ? page.events.slice(1) : page.events;
      // Retention deletes the oldest events only, so one that is missing among later ones was not deleted by it.
      const isOther = last ? identify(last) !== identity : page.oldest <= position;
      if (sequencer.restored || page.head < position || (identity !== undefined && isOther)) {
        this.#startOver(page.head);
        return;
      }
      // The log no longer has events that this hub was never notified of.
      if (page.oldest > position + 1) sequencer = this.#startOver(page.oldest - 1);
      await this.#deliver(events);
      if (events.length > 0) this.#follows.repaired?.(events.length);
      // Everything up to the head that the page was read at is committed. Ids that are missing below it will never appear.
      if (events.length < CATCH_UP_PAGE) {
        sequencer.advanceTo(page.head);
        break;
      }
    }
    sequencer.settle();
    await this.#deliver(sequencer.ready());
  }

  async #open(): Promise<{ sequencer: Sequencer; recall: Recall }> {
    if (!this.#sequencer) {
      const stored = this.#follows.load();
      const { position, identity } = stored ?? { position: await this.#log.head() };
      if (stored === undefined) this.#follows.save({ position });
      this.#sequencer = new Sequencer(position, identity);
    }
    this.#recall ??= new Recall(this.#log, this.#sequencer.position);
    return { sequencer: this.#sequencer, recall: this.#recall };
  }

  async #deliver(events: readonly LiveEvent[]): Promise<void> {
    if (events.length === 0) return;
    const { sequencer, recall } = await this.#open();
    await this.#follows.deliver(events, { position: sequencer.position, recall });
    sequencer.deliver(events);
    this.#follows.delivered();
  }

  #startOver(position: number): Sequencer {
    this.#sequencer = new Sequencer(position);
    this.#recall?.forget(position);
    this.#follows.save({ position });
    this.#follows.startOver(position);
    return this.#sequencer;
  }
}

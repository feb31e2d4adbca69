/**
 * Follows the log from the hub's position. Delivers each event once and in order, whether it was notified or has to be
 * read. All of it runs in the hub's turns.
 */
import type { LiveEvent } from '../shared/events.ts';
import type { HubLog } from './log-reader.ts';
import { Recall } from './recall.ts';
import { Sequencer } from './sequencer.ts';

/** The number of events read from the log at a time. */
const CATCH_UP_PAGE = 500;

/** What a follower needs from the hub. */
export interface Follows {
  /** Loads the stored position; undefined for a hub that has never stored one. */
  load: () => number | undefined;
  /** Stores the position. */
  save: (position: number) => void;
  /** Accepts the next events of the log, either all or none. */
  deliver: (events: readonly LiveEvent[], place: LogPosition) => Promise<void>;
  /** Called after `deliver`, when the position has moved to the last of its events. */
  delivered: () => void;
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
    return this.#sequencer?.position ?? this.#follows.load();
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

  /** Delivers what the log has beyond the position. @throws when the log cannot be read */
  async catchUp(): Promise<void> {
    let { sequencer } = await this.#open();
    for (;;) {
      const page = await this.#log.read({ after: sequencer.position, limit: CATCH_UP_PAGE });
      if (sequencer.restored || page.head < sequencer.position) sequencer = this.#startOver(page.head);
      // The log no longer has events that this hub was never notified of.
      else if (page.oldest > sequencer.position + 1) sequencer = this.#startOver(page.oldest - 1);
      const whole = page.events.length < CATCH_UP_PAGE;
      await this.#deliver(page.events);
      // Everything up to the head that the page was read at is committed. Ids that are missing below it will never
      // appear.
      if (whole) {
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
      const position = stored ?? (await this.#log.head());
      if (stored === undefined) this.#follows.save(position);
      this.#sequencer = new Sequencer(position);
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
    this.#follows.save(position);
    this.#follows.startOver(position);
    return this.#sequencer;
  }
}

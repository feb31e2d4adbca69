/**
 * Follows the log: from wherever the hub was, each event once and in order, whether it was told of it or has to read it.
 * All of it runs in the hub's turns.
 */
import type { LiveEvent } from '../shared/events.ts';
import type { HubLog } from './log-reader.ts';
import { Recall } from './recall.ts';
import { Sequencer } from './sequencer.ts';

/** Events read from the log at a time. */
const CATCH_UP_PAGE = 500;

export interface Follows {
  /** The position that was kept; undefined for a hub that never was. */
  load: () => number | undefined;
  save: (position: number) => void;
  /** Takes the next events of the log, all or none. */
  deliver: (events: readonly LiveEvent[], place: LogPosition) => Promise<void>;
  /** They were taken, and the position is the last of them. */
  delivered: () => void;
  /** What comes next does not follow on what was delivered: the log was restored to an earlier time, or has forgotten. */
  startOver: (position: number) => void;
}

/** Where the hub is in the log, and what it remembers of it. */
export interface LogPosition {
  /** Id of the last event that was delivered. */
  readonly position: number;
  readonly recall: Recall;
}

export class Follower {
  readonly #log: HubLog;
  readonly #follows: Follows;
  #sequencer: Sequencer | undefined;
  #recall: Recall | undefined;

  constructor(log: HubLog, follows: Follows) {
    this.#log = log;
    this.#follows = follows;
  }

  /** Id of the last event that was delivered, as far as is known without asking the log. */
  get position(): number | undefined {
    return this.#sequencer?.position ?? this.#follows.load();
  }

  /** The place in memory, the stored one after a wake, or the head of the log at the very first. */
  async open(): Promise<LogPosition> {
    const { sequencer, recall } = await this.#open();
    return { position: sequencer.position, recall };
  }

  /** Takes events that were committed, in any order, late or twice. @throws when the log has to be read, and cannot be */
  async offer(events: readonly LiveEvent[]): Promise<void> {
    const { sequencer } = await this.#open();
    sequencer.offer(events);
    if (sequencer.needsLog()) await this.catchUp();
    else await this.#deliver(sequencer.ready());
  }

  /** Delivers what the log has beyond the position. @throws when it cannot be read */
  async catchUp(): Promise<void> {
    let { sequencer } = await this.#open();
    for (;;) {
      const page = await this.#log.read({ after: sequencer.position, limit: CATCH_UP_PAGE });
      if (sequencer.restored || page.head < sequencer.position) sequencer = this.#startOver(page.head);
      // The log has forgotten what this hub was never told of.
      else if (page.oldest > sequencer.position + 1) sequencer = this.#startOver(page.oldest - 1);
      const whole = page.events.length < CATCH_UP_PAGE;
      await this.#deliver(page.events);
      // Up to the head that was known when the page was read everything is committed: what is not there never will be.
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

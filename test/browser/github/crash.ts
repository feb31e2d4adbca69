/**
 * When the service is killed, and what GitHub refuses: a plan that looks at each request. A killed service gets no answer.
 * It is started again when somebody waits for it.
 */
import type { Asked, FakeGitHub } from '../../github/fake-github.ts';
import type { Service } from '../service.ts';
import { LocalData } from './local-data.ts';
import type { Refusals } from './refusals.ts';

/**
 * The moments of a request: GitHub has not done it yet, has done it but not answered, or has answered. And others: a webhook
 * was taken (its event), the documents of a run are being validated, a decision of people was answered.
 */
export type Phase = 'before' | 'done' | 'answered' | 'taken' | 'validating' | 'decided';

/** Whether the service is to be killed at a moment. Asked for each; says yes once for each that it means. */
export type Plan = (phase: Phase, what: string) => boolean;

export class Crash {
  kills: string[] = [];
  readonly data: LocalData;
  readonly #service: Service;
  readonly #isMeant: Plan;
  #dying: Promise<void> | undefined;

  constructor(service: Service, isMeant: Plan) {
    this.#service = service;
    this.#isMeant = isMeant;
    this.data = new LocalData(service.folder);
  }

  /** Has the plan look at each request to GitHub, and after it GitHub itself refuse some. */
  watch(github: FakeGitHub, refusals: Refusals): void {
    github.before = async (asked) => {
      if (this.at('before', wordsOf(asked))) await never();
      await refusals.before(asked);
    };
    github.after = async (asked) => {
      if (this.at('done', wordsOf(asked))) await never();
      refusals.after(asked);
    };
  }

  /** An answer was sent. */
  answered(asked: Asked): void {
    this.at('answered', wordsOf(asked));
  }

  /** Kills the service if this is a moment to do so. @returns whether it is dead now */
  at(phase: Phase, what: string): boolean {
    if (this.#dying) return true;
    if (!this.#isMeant(phase, what)) return false;
    this.kills.push(`${phase} ${what}`);
    this.#dying = this.#service.kill();
    return true;
  }

  get isDead(): boolean {
    return this.#dying !== undefined;
  }

  /** Starts the service again, a minute later, if it was killed. */
  async recover(): Promise<void> {
    if (!this.#dying) return;
    await this.#dying;
    this.data.letAMinutePass();
    this.#dying = undefined;
    await this.#service.start();
  }
}

/** A request in words: what it is, and what is written, but not what differs when it is made again. */
function wordsOf({ name, pathname, body }: Asked): string {
  return name.startsWith('GET') ? name : `${name} ${pathname} ${JSON.stringify(body)}`;
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

/**
 * The webhooks of the GitHub of the tests: shaped like GitHub's own examples, and signed. The latest is sent first, each
 * comes twice, and what nobody has answered is sent again.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sign } from '@octokit/webhooks-methods';
import { INSTALLATION, REPOSITORY, WEBHOOK_SECRET } from '../../github/fake-github.ts';
import type { Change } from '../../github/repository.ts';
import { PROJECT } from '../wrangler.ts';

const EXAMPLES = join(PROJECT, 'node_modules/@octokit/webhooks-examples/api.github.com/index.json');

type Said = Record<string, unknown>;
interface Example {
  name: string;
  examples: Said[];
}
const examples = JSON.parse(readFileSync(EXAMPLES, 'utf8')) as Example[];

/** A webhook that GitHub has sent, or will send. */
interface Hook {
  id: string;
  event: string;
  body: string;
  /** What was answered, in order. */
  answers: { taken: boolean }[];
}

export class Hooks {
  readonly all: Hook[] = [];
  /** How often one was sent, answered or not. */
  attempts = 0;
  readonly #url: string;

  /** @param url - of the service */
  constructor(url: string) {
    this.#url = url;
  }

  /** Has a webhook to send. @param said - in which it differs from GitHub's example */
  add(event: string, action: string | undefined, said: Said): void {
    const example = examples
      .find(({ name }) => name === event)
      ?.examples.find((one) => one['action'] === action && one['installation'] !== undefined);
    if (!example) throw new Error(`GitHub has no example of ${event} ${action}`);
    const [owner = '', name = ''] = REPOSITORY.split('/');
    const place = {
      installation: { id: INSTALLATION },
      ...(event !== 'installation' && {
        repository: { full_name: REPOSITORY, name, owner: { login: owner }, default_branch: 'main' },
      }),
    };
    const body = JSON.stringify(merge(merge(example, place), said));
    this.all.push({ id: randomUUID(), event, body, answers: [] });
  }

  /** Has a webhook to send about a change of the repository. */
  addChange(change: Change): void {
    if (change.event === 'push') {
      const { branch, before, after } = change;
      this.add('push', undefined, { ref: `refs/heads/${branch}`, before, after, deleted: false });
      return;
    }
    const { number, head, headBranch, base, state } = change.pull;
    this.add('pull_request', change.action, {
      number,
      pull_request: { number, state, head: { sha: head, ref: headBranch }, base: { ref: base } },
    });
  }

  /** Those that have no answer yet. */
  get unanswered(): Hook[] {
    return this.all.filter(({ answers }) => answers.length === 0);
  }

  /**
   * Sends what nobody has answered: the latest first, and then all of it once more in its order.
   *
   * @param answered - called after each answer
   */
  async send(answered: (event: string) => void): Promise<void> {
    const due = this.unanswered;
    for (const hook of [...due.toReversed(), ...due]) {
      if (!(await this.#send(hook))) return;
      answered(hook.event);
    }
  }

  /** Sends all of them once more, as somebody may ask GitHub to do. */
  async sendAllAgain(): Promise<void> {
    for (const hook of this.all) await this.#send(hook);
  }

  /** @returns false when nobody has answered: the service is gone */
  async #send({ id, event, body, answers }: Hook): Promise<boolean> {
    this.attempts += 1;
    try {
      const response = await fetch(`${this.#url}/api/github/webhook`, {
        method: 'POST',
        body,
        headers: {
          'Content-Type': 'application/json',
          'User-Agent': 'GitHub-Hookshot/044aadd',
          'X-GitHub-Event': event,
          'X-GitHub-Delivery': id,
          'X-Hub-Signature-256': await sign(WEBHOOK_SECRET, body),
        },
      });
      const text = await response.text();
      if (response.status !== 202) throw new Error(`${event} was answered with ${response.status}: ${text}`);
      answers.push(JSON.parse(text) as { taken: boolean });
      return true;
    } catch (error) {
      if (error instanceof TypeError) return false;
      throw error;
    }
  }
}

/** An example that says something else in some places. */
function merge(example: Said, changes: Said): Said {
  const merged = { ...example };
  for (const [key, value] of Object.entries(changes)) {
    const old = merged[key];
    merged[key] = isObject(old) && isObject(value) ? merge(old, value) : value;
  }
  return merged;
}

function isObject(value: unknown): value is Said {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

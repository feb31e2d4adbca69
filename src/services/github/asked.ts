/**
 * What people ask for in a pull request: by a comment that begins with `/galley`, or by a button of a check. Only those who
 * may write to the repository are answered; what others say is passed over in silence.
 */
import { mayWrite, reactTo, readComment } from '../../github/asked.ts';
import { readDefaultBranch } from '../../github/commits.ts';
import { findComment, writeComment } from '../../github/conversation.ts';
import { isForbidden } from '../../github/errors.ts';
import { becomeOf, type Delivery } from '../../store/github-deliveries.ts';
import { readRun } from '../../store/runs.ts';
import { Refusal } from '../errors.ts';
import type { Courier } from './courier-context.ts';
import { refusalOfFamily } from '../families/served.ts';
import { deliver } from './deliver.ts';
import { targetsOf } from './targets.ts';

const COMMAND = /^\s*\/galley(?:[^\S\n]+(\S+))?[^\S\n]*(?:\n|$)/;
const MISSING = 'The App needs the permission to read and write "Contents" to commit here.';
const HELP = [
  'What those who may write to this repository can ask for, in a comment:',
  '',
  '- `/galley recheck` validates the newest commit again.',
  '- `/galley deliver` commits what is approved on the desk to this branch.',
].join('\n');

/**
 * Does what somebody asks for, or says which pull request it is about.
 *
 * @returns the delivery as it is to be worked off; null when nothing is left to do
 */
export async function settle(courier: Courier): Promise<Delivery | null> {
  const { delivery } = courier;
  const [first = '', second = ''] = delivery.subject.split('/');
  if (delivery.kind === 'comment') return settleComment(courier, first, Number(second));
  if (delivery.kind === 'installed' && delivery.default_branch === '') {
    const default_branch = await readDefaultBranch(courier.client, delivery.repository);
    await becomeOf(courier.db, delivery.id, { default_branch });
    return { ...delivery, default_branch };
  }
  if (delivery.kind === 'check') {
    const place = await pullOfRun(courier, first);
    return place ? become(courier, place.number, true) : null;
  }
  if (delivery.kind === 'button') {
    const place = await pullOfRun(courier, first);
    if (place && (await mayWrite(courier.client, delivery.repository, second))) {
      const answer = await deliverTo(courier, place.number, place.family);
      if (answer !== null) await say(courier, place.number, answer);
    }
    // Who has asked is not kept.
    await becomeOf(courier.db, delivery.id, { subject: first });
    return null;
  }
  return delivery;
}

async function settleComment(courier: Courier, number: string, id: number): Promise<Delivery | null> {
  const { client, delivery } = courier;
  const { repository } = delivery;
  const comment = await readComment(client, repository, id);
  const command = comment && COMMAND.exec(comment.body);
  if (!command || !(await mayWrite(client, repository, comment.author))) return null;
  if (command[1] === 'recheck') {
    await reactTo(client, repository, id, 'eyes');
    return become(courier, number, true);
  }
  const answer = command[1] === 'deliver' ? await deliverTo(courier, number) : HELP;
  if (answer === null) await reactTo(client, repository, id, 'rocket');
  else await say(courier, number, answer);
  return null;
}

/** Goes on as a delivery about a pull request. */
async function become({ db, delivery }: Courier, subject: string, is_again: boolean): Promise<Delivery> {
  const changes = { kind: 'pull', subject, is_again } as const;
  await becomeOf(db, delivery.id, changes);
  return { ...delivery, ...changes };
}

/** The pull request that a run has validated. */
async function pullOfRun(
  { db, principal }: Courier,
  runId: string,
): Promise<{ number: string; family: string } | undefined> {
  const run = await readRun(db, principal, runId);
  const number = /^pull\/(\d+)$/.exec(run?.ref ?? '')?.[1];
  return run && number !== undefined ? { number, family: run.family } : undefined;
}

/**
 * Commits what is approved to the branch of a pull request. A call that was interrupted after that is repeated, and finds
 * nothing to commit: so it is noted before that something is.
 *
 * @returns why nothing was; null when something was
 */
async function deliverTo(courier: Courier, number: string, family?: string): Promise<string | null> {
  const { db, delivery } = courier;
  const refusal = family === undefined ? null : refusalOfFamily(courier, family);
  if (refusal) return refusal.message;
  const targets = await targetsOf(courier, { ...delivery, kind: 'pull', subject: number });
  const reasons: string[] = [];
  let files = 0;
  const begin = () => becomeOf(db, delivery.id, { is_again: true });
  for (const { family: name, ref } of targets) {
    if (family !== undefined && name !== family) continue;
    try {
      files += (await deliver(courier, { family: name, ref, begin })).files;
    } catch (error) {
      if (error instanceof Refusal) reasons.push(error.message);
      else if (isForbidden(error, courier.now())) reasons.push(MISSING);
      else throw error;
    }
  }
  if (files > 0 || (delivery.is_again && reasons.length === 0)) return null;
  return reasons[0] ?? 'There is nothing to commit: nothing is approved that the branch does not have.';
}

/** Answers in the pull request, once for each delivery. */
async function say({ client, github, delivery }: Courier, number: string, words: string): Promise<void> {
  const { repository, id } = delivery;
  const marker = `<!-- galley:answer:${id} -->`;
  const place = { repository, number: Number(number) };
  if (await findComment(client, github?.appId ?? 0, { ...place, marker })) return;
  await writeComment(client, { ...place, body: `${marker}\n${words}` });
}

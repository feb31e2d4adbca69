/** Takes a webhook of GitHub: what it is about is kept, once, and worked off later. */
import * as v from 'valibot';
import type { Database } from '../../store/database.ts';
import { withDeadline } from '../../shared/deadline.ts';
import { RUNNER_TIMEOUT_MS } from '../../shared/limits.ts';
import type { WebhookTaken } from '../../shared/api/deliver.ts';
import { insertDelivery, type NewDelivery } from '../../store/github-deliveries.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { attempt } from '../runs/run-watch.ts';
import { COMMIT_APPROVED } from './pull-words.ts';
import { passedOver, sourcesOf } from './targets.ts';
import { looseObject } from '../../shared/objects.ts';

/** A webhook whose signature was checked. */
export interface Webhook {
  /** `X-GitHub-Delivery` */
  id: string;
  /** `X-GitHub-Event` */
  event: string;
  /** JSON */
  body: string;
  /** The address of this service that it was sent to. */
  origin: string;
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
const base = {
  installation: v.object({ id: count }),
  repository: v.object({ full_name: text, default_branch: text }),
};
const push = v.object({
  ...base,
  ref: v.pipe(text, v.startsWith('refs/heads/')),
  deleted: v.literal(false),
});
const pull = v.object({
  ...base,
  action: v.picklist(['opened', 'synchronize', 'reopened', 'closed']),
  pull_request: v.object({ number: count }),
});
/** Only checks of this App are sent to it. Those of pull requests from forks name none. */
const checkRun = v.object({
  external_id: v.exactOptional(v.nullable(v.string()), null),
  pull_requests: v.exactOptional(v.array(v.object({ number: count })), []),
});
/** Somebody wants a check to be made again. */
const check = v.object({ ...base, action: v.literal('rerequested'), check_run: checkRun });
/** Somebody has pressed a button of a check. */
const button = v.object({
  ...base,
  action: v.literal('requested_action'),
  requested_action: v.object({ identifier: v.literal(COMMIT_APPROVED.identifier) }),
  check_run: checkRun,
  sender: v.object({ login: v.pipe(v.string(), v.regex(/^[\w.[\]-]{1,100}$/)) }),
});
/** Somebody asks for something in a comment of a pull request. */
const comment = v.object({
  ...base,
  action: v.literal('created'),
  issue: v.object({ number: count, pull_request: looseObject({}) }),
  comment: v.object({ id: count, body: v.pipe(v.string(), v.regex(/^\s*\/galley(?:\s|$)/)) }),
});

/** The App was installed, or may see more repositories. GitHub sends this without being asked. */
const installed = v.object({
  action: v.picklist(['created', 'added']),
  installation: base.installation,
  repositories: v.exactOptional(v.array(v.object({ full_name: text })), []),
  repositories_added: v.exactOptional(v.array(v.object({ full_name: text })), []),
});
/** Most repositories that one webhook brings. A push brings the others. */
const MAX_INSTALLED = 100;

type Subject = Pick<
  NewDelivery,
  'installation_id' | 'repository' | 'default_branch' | 'kind' | 'subject' | 'is_again'
>;

const BRANCH = 'refs/heads/';
const RUN_ID = /^[\w-]{1,100}$/;

/**
 * Keeps a webhook that has something to do, and has it worked off. Others, and those that were kept before, change nothing.
 *
 * @returns whether it was kept now, and what of it was passed over because another service has the family
 * @throws {Refusal} `invalid`, for one without a usable id; `misconfigured`, so that GitHub shows that it has failed
 */
export async function takeWebhook(context: ServiceContext, webhook: Webhook): Promise<WebhookTaken> {
  const { db, now, github, later } = context;
  const { id, origin } = webhook;
  if (!/^[\w-]{1,60}$/.test(id)) {
    const error = { path: 'X-GitHub-Delivery', message: 'must be the id of a delivery' };
    throw new Refusal('invalid', `${error.path}: ${error.message}.`, [error]);
  }
  const subject = subjectOf(webhook);
  const about = subject ? [subject] : await installedOf(db, webhook);
  const passed = await passedOver(
    context,
    about.map(({ repository }) => repository),
  );
  const subjects = about.filter(({ repository }) => !passed.all.has(repository.toLowerCase()));
  // GitHub does not repeat what was answered. One that is kept is found, although the process ends before its instance begins.
  if (github && subjects.length > 0) {
    await attempt(context, () => withDeadline(github.couriers.watch(), RUNNER_TIMEOUT_MS));
  }
  let taken = false;
  for (const [index, one] of subjects.entries()) {
    const own = index === 0 ? id : `${id}-${index}`;
    const isNew = await insertDelivery(db, { id: own, origin, ...one, received_at: now().toISOString() });
    if (isNew && github) later(() => github.couriers.start(own));
    taken ||= isNew;
  }
  return { taken, ...(passed.reason !== undefined && { passed_over: passed.reason }) };
}

/** The repositories of families that the App may see from now on. They are as if somebody had pushed. */
async function installedOf(db: Database, { event, body }: Webhook): Promise<Subject[]> {
  if (event !== 'installation' && event !== 'installation_repositories') return [];
  const said = readAs(installed, body);
  if (!said) return [];
  const sources = await sourcesOf(db);
  const wanted = new Set(sources.map(({ source }) => source.github.toLowerCase()));
  const names = [...said.repositories, ...said.repositories_added].map(({ full_name }) => full_name);
  return names
    .filter((name) => wanted.has(name.toLowerCase()))
    .slice(0, MAX_INSTALLED)
    .map((repository) => ({
      installation_id: said.installation.id,
      repository,
      default_branch: '',
      kind: 'installed',
      subject: '',
      is_again: false,
    }));
}

function subjectOf({ event, body }: Webhook): Subject | undefined {
  if (event === 'push') {
    const said = readAs(push, body);
    return (
      said && { ...placeOf(said), kind: 'branch', subject: said.ref.slice(BRANCH.length), is_again: false }
    );
  }
  if (event === 'pull_request') {
    const said = readAs(pull, body);
    const kind = said?.action === 'closed' ? 'closed' : 'pull';
    return said && { ...placeOf(said), kind, subject: String(said.pull_request.number), is_again: false };
  }
  if (event === 'check_run') {
    return subjectOfCheck(body);
  }
  if (event === 'issue_comment') {
    const said = readAs(comment, body);
    const subject = `${said?.issue.number ?? ''}/${said?.comment.id ?? ''}`;
    return said && { ...placeOf(said), kind: 'comment', subject, is_again: false };
  }
  return undefined;
}

function subjectOfCheck(body: string): Subject | undefined {
  const pressed = readAs(button, body);
  const said = pressed ?? readAs(check, body);
  if (!said) return undefined;
  const { external_id, pull_requests } = said.check_run;
  const number = pull_requests[0]?.number;
  if (!pressed && number !== undefined) {
    return { ...placeOf(said), kind: 'pull', subject: String(number), is_again: true };
  }
  // The id of the run; a check without a run has nothing to commit, and nothing that could be validated again.
  if (external_id === null || !RUN_ID.test(external_id)) return undefined;
  return pressed
    ? { ...placeOf(said), kind: 'button', subject: `${external_id}/${pressed.sender.login}`, is_again: false }
    : { ...placeOf(said), kind: 'check', subject: external_id, is_again: true };
}

function placeOf({
  installation,
  repository,
}: Pick<v.InferOutput<typeof push>, 'installation' | 'repository'>) {
  const { full_name, default_branch } = repository;
  return { installation_id: installation.id, repository: full_name, default_branch };
}

/** @returns undefined for what is no JSON, or says something else */
function readAs<const S extends v.GenericSchema>(schema: S, body: string): v.InferOutput<S> | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), body);
  return parsed.success ? parsed.output : undefined;
}

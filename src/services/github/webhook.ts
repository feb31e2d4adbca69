/** Takes a webhook of GitHub: what it is about is kept, once, and worked off later. */
import * as v from 'valibot';
import { insertDelivery, type NewDelivery } from '../../store/github-deliveries.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal } from '../errors.ts';

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
/** Somebody wants a check to be made again. Only checks of this App are sent to it. */
const check = v.object({
  ...base,
  action: v.literal('rerequested'),
  check_run: v.object({ pull_requests: v.pipe(v.array(v.object({ number: count })), v.minLength(1)) }),
});

type Subject = Pick<
  NewDelivery,
  'installation_id' | 'repository' | 'default_branch' | 'kind' | 'subject' | 'is_again'
>;

const BRANCH = 'refs/heads/';

/**
 * Keeps a webhook that has something to do, and has it worked off. Others, and those that were kept before, change nothing.
 *
 * @returns whether it was kept now
 * @throws {Refusal} `invalid`, for one without a usable id
 */
export async function takeWebhook(context: ServiceContext, webhook: Webhook): Promise<boolean> {
  const { db, now, github, later } = context;
  const { id, origin } = webhook;
  if (!/^[\w-]{1,64}$/.test(id)) {
    const error = { path: 'X-GitHub-Delivery', message: 'must be the id of a delivery' };
    throw new Refusal('invalid', `${error.path}: ${error.message}.`, [error]);
  }
  const subject = subjectOf(webhook);
  if (!subject) return false;
  const isNew = await insertDelivery(db, { id, origin, ...subject, received_at: now().toISOString() });
  if (isNew && github) later(() => github.couriers.start(id));
  return isNew;
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
    const said = readAs(check, body);
    const number = said?.check_run.pull_requests[0]?.number;
    return said && { ...placeOf(said), kind: 'pull', subject: String(number), is_again: true };
  }
  return undefined;
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

/** Composes what the use cases need from the bindings of the platform. The one place that knows all rooms. */
import { gitHubApp } from './github/app.ts';
import { readGitHubSettings } from './github/settings.ts';
import { notify } from './live/notify.ts';
import type { ServiceContext } from './services/context.ts';
import { readServedFamilies } from './services/families/served.ts';
import { attempt } from './services/runs/run-watch.ts';
import { openDatabase, openSession, type DatabaseSession } from './store/database.ts';
import { instancesOf } from './workflows/instances.ts';
import { sendersOf } from './workflows/webhook-senders.ts';

/** The part of an `ExecutionContext` or a Durable Object's state that keeps the platform from ending work. */
export type WaitsUntil = Pick<ExecutionContext, 'waitUntil'>;

const now = () => new Date();

/** A {@link ServiceContext} before it is known who asks. */
export type Services = Omit<ServiceContext, 'principal'>;

/**
 * Composes the services of one invocation: a request, an alarm, a scheduled event or a step of a run.
 *
 * @param execution - keeps the invocation alive until events are delivered and deferred work is done
 */
export function composeServices(env: Env, execution: WaitsUntil): Services {
  const db = openDatabase(env.DB);
  const settings = readGitHubSettings(env);
  const served = readServedFamilies(env);
  return {
    db,
    now,
    runner: instancesOf(env),
    webhooks: sendersOf(env),
    ...(settings && {
      github: { ...gitHubApp(settings), couriers: instancesOf(env, env.GITHUB_DELIVERIES) },
    }),
    ...(served && { served }),
    ...(env.ANALYTICS && { analytics: env.ANALYTICS }),
    publish: (events) => execution.waitUntil(notify(env, events)),
    later: (work) => execution.waitUntil(attempt({ db, now }, work)),
  };
}

/** Opens a session of the database for one request; see src/http/middleware/bookmarks.ts. */
export function composeSession(env: Env, from: string): DatabaseSession {
  return openSession(env.DB, from);
}

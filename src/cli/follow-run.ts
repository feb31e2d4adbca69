/** Follows a run until it has ended, through restarts of the service. */
import { ApiError, subscribe, type GalleyApi } from '../client/index.ts';
import { counted } from '../engine/reports/words.ts';
import type { LiveEvent } from '../shared/events.ts';
import type { Run, RunState } from '../shared/things.ts';
import { workflowTransitions } from '../shared/transitions.ts';
import { UsageError } from './exit-codes.ts';
import { isAway, PATIENCE_MS, ServiceAwayError } from './patience.ts';
import type { Progress } from './progress.ts';
import { sayLoss } from './say.ts';
import { platformSocket } from './socket.ts';

/** The service, and where progress is shown. */
export interface FollowOptions {
  api: GalleyApi;
  server: string;
  token?: string;
  progress: Progress;
}

/** The fields of a run that events and snapshots share. */
type RunFigures = Pick<Run, 'state' | 'total' | 'done' | 'failed' | 'counts'>;
type RunEvent = Extract<LiveEvent, { type: `workflow_${string}` }>;

/**
 * Waits for the end of a run, and shows its progress.
 *
 * @returns the final state
 * @throws {ServiceAwayError} when the service does not answer for too long
 * @throws {ApiError | UsageError} when the service refuses
 */
export async function followRun(
  id: string,
  { api, server, token, progress }: FollowOptions,
): Promise<RunState> {
  const WebSocket = await platformSocket();
  return new Promise((resolve, reject) => {
    let isOver = false;
    let lastState: RunState | undefined;
    let tooLong: ReturnType<typeof setTimeout> | undefined;

    const subscription = subscribe({
      baseUrl: server,
      topic: id,
      // This topic also has the events of thousands of documents. Of the run's own progress, the latest event is
      // enough.
      conflate: 'progress',
      WebSocket,
      ...(token !== undefined && { token: () => token }),
      snapshot: () =>
        api.run(id).catch((error: unknown) => {
          if (error instanceof ApiError && error.status < 500 && !isAway(error)) fail(error);
          throw error;
        }),
      onSnapshot: show,
      onEvents: (events) => {
        for (const event of events) if (isOfRun(event, id)) show(event);
      },
      onState: (state, info) => {
        if (isOver) return;
        if (state === 'live') {
          clearTimeout(tooLong);
          tooLong = undefined;
        } else {
          tooLong ??= setTimeout(
            () => fail(new ServiceAwayError('The service has been away for too long.')),
            PATIENCE_MS,
          );
        }
        const isRefused = state === 'disconnected' && info.retryInMs === undefined;
        if (isRefused) fail(new UsageError(`the service says no: ${info.reason ?? ''}`));
        else sayLoss(state, info, (text) => progress.say(text));
      },
    });

    function end(): void {
      isOver = true;
      clearTimeout(tooLong);
      subscription.close();
    }
    function fail(error: Error): void {
      end();
      reject(error);
    }
    function show({ state, total, done, failed, counts }: RunFigures): void {
      if (isOver) return;
      const note = `${failed > 0 ? `${failed} failed, ` : ''}${counted(counts.error, 'error')}`;
      progress.update(done, total, note);
      if (state === 'paused' && lastState !== 'paused')
        progress.say('the run is paused; it goes on when it is resumed');
      if (state === 'running' && lastState === 'paused') progress.say('the run goes on');
      lastState = state;
      if (!hasEnded(state)) return;
      end();
      resolve(state);
    }
  });
}

/** Whether a run in this state has ended. */
export function hasEnded(state: RunState): boolean {
  const canEnd: readonly RunState[] = workflowTransitions.cancel.from;
  return !canEnd.includes(state);
}

function isOfRun(event: LiveEvent, id: string): event is RunEvent {
  return event.type.startsWith('workflow_') && event.workflow_id === id;
}

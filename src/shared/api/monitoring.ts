/** Answers about the state of the service: counters, live figures and readiness. */
import type { FigureHistory } from './figures.ts';
import type { Outcome, RecommendationStatus, Review } from '../things.ts';

/** GET /api/stats */
export interface Stats {
  validations: {
    total: number;
    last_24h: number;
    by_outcome: Record<Outcome, number>;
    by_review: Record<Review, number>;
  };
  /** What is true now: the documents of the main lines. Those that could not be validated are in the total only. */
  documents: { total: number; by_outcome: Record<Outcome, number> };
  recommendations: { total: number; by_status: Record<RecommendationStatus, number> };
  workflows: { total: number; by_state: Record<string, number> };
  position: number;
}

/** GET /api/monitoring: figures of the live layer, and of batch runs. */
export interface Monitoring {
  live: {
    /**
     * Id of the last event that the slowest hub delivered; null, like the other hub figures, when a hub does not
     * answer.
     */
    position: number | null;
    /** Id of the last event of the log. */
    head: number;
    connections: number | null;
    /** The number of notifications that did not reach a hub. Their events were delivered from the log. */
    notify_failures: number;
    /** The number of times that a hub could not read the log or send to a socket. */
    hub_failures: number | null;
    /** The figures of each hub. */
    hubs: readonly HubFigures[];
  };
  /** The number of times that a run's instance could not be reached; the run was resumed later. */
  workflows: { instance_failures: number };
  /** With a range: what waits now. `since` is the last progress of what waits longest; null when nothing waits. */
  waiting?: {
    runs: Record<'pending' | 'running' | 'paused', number>;
    /** `webhook_deliveries`: of each webhook that fails, the delivery that its others wait behind, and since when it fails. */
    queues: Record<
      'run_documents' | 'github_deliveries' | 'webhook_deliveries',
      { depth: number; since: string | null }
    >;
  };
  /** With a range: what was counted over it. */
  history?: FigureHistory;
}

export interface HubFigures {
  position: number;
  connections: number;
  failures: number;
  /** How often the hub was loaded into memory, and how often its alarm fired, in total. */
  wakes: number;
  alarms: number;
  /** The present minimum time from one flush to the next, in milliseconds. */
  window_ms: number;
  /** Since the hub was loaded into memory: frames sent, events in them, and readers disconnected as slow. */
  frames_sent: number;
  events_sent: number;
  slow_readers: number;
}

/** GET /health/ready */
export interface Readiness {
  status: 'ok' | 'unavailable';
  checks: {
    /** `full`: it can be read, but nothing can be stored. */
    database: 'ok' | 'full' | 'unavailable';
    hub: 'ok' | 'unavailable';
  };
}

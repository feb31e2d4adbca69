/** Answers about the state of the service: counters, live figures, readiness. */
import type { Outcome, RecommendationStatus, Review } from '../things.ts';

/** GET /api/stats */
export interface Stats {
  validations: {
    total: number;
    last_24h: number;
    by_outcome: Record<Outcome, number>;
    by_review: Record<Review, number>;
  };
  recommendations: { total: number; by_status: Record<RecommendationStatus, number> };
  workflows: { total: number; by_state: Record<string, number> };
  position: number;
}

/** GET /api/monitoring: figures of the live layer, and of batch runs. */
export interface Monitoring {
  live: {
    /** Id of the last event that the slowest hub delivered; like their other figures null when one does not answer. */
    position: number | null;
    /** Id of the last event of the log. */
    head: number;
    connections: number | null;
    /** Notifications that did not reach the hub; their events were delivered from the log. */
    notify_failures: number;
    /** Times that a hub could not read the log or send to a socket. */
    hub_failures: number | null;
    /** Each hub by itself. */
    hubs: readonly HubFigures[];
  };
  /** Times that the instance of a run could not be reached; the run was made to go on later. */
  workflows: { instance_failures: number };
}

export interface HubFigures {
  position: number;
  connections: number;
  failures: number;
  /** How often it came into memory, and how often its alarm rang, ever. */
  wakes: number;
  alarms: number;
  /** The shortest time from one flush to the next, as it is now. */
  window_ms: number;
  /** Since it came into memory: messages with events in them, events in them, readers sent away for being slow. */
  frames_sent: number;
  events_sent: number;
  slow_readers: number;
}

/** GET /health/ready */
export interface Readiness {
  status: 'ok' | 'unavailable';
  checks: Record<'database' | 'hub', 'ok' | 'unavailable'>;
}

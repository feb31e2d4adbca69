/** What GitHub sends: scripts/webhook-examples.mjs loads it from `@octokit/webhooks-examples`. */
export interface WebhookExample {
  /** Of the event. */
  name: string;
  said: { action?: string };
}

/** Replaced when the test runner loads this file. */
export const WEBHOOK_EXAMPLES: readonly WebhookExample[] = [];

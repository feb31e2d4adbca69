/** What an operator may set beside wrangler.toml, and what may be bound there. */
interface Env {
  /** Gets the figures too: see docs/monitoring.md. */
  ANALYTICS?: AnalyticsEngineDataset;
  /** The first admin's token. */
  ADMIN_TOKEN?: string;
  /** Set by `npm start`: requests in open mode must carry it in `Galley-Open-Mode-Key`. */
  OPEN_MODE_KEY?: string;
  /** The GitHub App: see src/github/settings.ts. */
  GITHUB_APP_ID?: string;
  GITHUB_PRIVATE_KEY?: string;
  GITHUB_WEBHOOK_SECRET?: string;
  GITHUB_API_URL?: string;
  GITHUB_WRITE_INTERVAL_MS?: string;
}

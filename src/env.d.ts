/** What an operator may set beside wrangler.toml: secrets. */
interface Env {
  /** The first admin's token. */
  ADMIN_TOKEN?: string;
  /** Set by `npm start`: requests in open mode must carry it in `Galley-Open-Mode-Key`. */
  OPEN_MODE_KEY?: string;
}

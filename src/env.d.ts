/** What an operator may set beside wrangler.toml: secrets. */
interface Env {
  /** The first admin's token. */
  ADMIN_TOKEN?: string;
}

/** Files that are part of the Worker as text: see `rules` in wrangler.toml. */
declare module '*.aff' {
  const text: string;
  export default text;
}
declare module '*.dic' {
  const text: string;
  export default text;
}

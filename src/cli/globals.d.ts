/** The version of the package, inserted by the bundler. */
declare const GALLEY_VERSION: string;

declare module '*.aff' {
  const text: string;
  export default text;
}
declare module '*.dic' {
  const text: string;
  export default text;
}

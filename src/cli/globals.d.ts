/** The version of the package, inserted by the bundler. */
declare const GALLEY_VERSION: string;
/** A fingerprint of the sources that the program was built from, inserted by the bundler. */
declare const GALLEY_BUILD: string;

declare module '*.aff' {
  const text: string;
  export default text;
}
declare module '*.dic' {
  const text: string;
  export default text;
}

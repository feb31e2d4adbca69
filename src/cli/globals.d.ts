/** The version of the package, put in when it is bundled. */
declare const GALLEY_VERSION: string;

declare module '*.aff' {
  const text: string;
  export default text;
}
declare module '*.dic' {
  const text: string;
  export default text;
}

/** A file's text, as the test runner imports it. */
declare module '*.md?raw' {
  const text: string;
  export default text;
}
declare module '*.json?raw' {
  const text: string;
  export default text;
}
declare module '*.yml?raw' {
  const text: string;
  export default text;
}

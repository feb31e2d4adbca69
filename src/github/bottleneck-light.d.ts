/** The build without clustering, which the throttling plugin uses. Its types are those of the whole. */
declare module 'bottleneck/light.js' {
  export { default } from 'bottleneck';
}

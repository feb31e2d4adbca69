import type { KnownPlugin } from './plugin-index.ts';

/** Most formats that a suggestion lists. */
const MAX_LISTED = 40;

/** What could be written instead of a format that is not supported. */
export function formatList({ plugin }: KnownPlugin, verb: 'load' | 'save'): string {
  const formats = (verb === 'load' ? plugin.load : plugin.save) ?? [];
  const listed = formats.slice(0, MAX_LISTED).map((name) => name.toUpperCase());
  return `Name a format that ${plugin.name} can ${verb}: ${listed.join(', ')}${formats.length > MAX_LISTED ? ', …' : '.'}`;
}

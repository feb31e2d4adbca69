import type { KnownPlugin } from './plugin-index.ts';

/** Maximum formats listed in a suggestion. */
const MAX_LISTED = 40;

/** Lists the supported formats, for use in a suggestion. */
export function formatList({ plugin }: KnownPlugin, verb: 'load' | 'save'): string {
  const formats = (verb === 'load' ? plugin.load : plugin.save) ?? [];
  const listed = formats.slice(0, MAX_LISTED).map((name) => name.toUpperCase());
  return `Name a format that ${plugin.name} can ${verb}: ${listed.join(', ')}${formats.length > MAX_LISTED ? ', …' : '.'}`;
}

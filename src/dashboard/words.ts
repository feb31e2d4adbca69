/** Events and outcomes in words. */
import type { LiveEvent } from '../shared/events.ts';
import type { Counts, Level, Outcome } from '../shared/things.ts';

interface Description {
  icon: string;
  what: string;
  /** What it happened to, hidden characters spelt out. */
  which: string;
}

/** An entry of the feed: an icon, and what happened to what. */
export function describeEvent(event: LiveEvent): Description {
  const description = describe(event);
  return { ...description, which: revealHidden(description.which) };
}

function describe(event: LiveEvent): Description {
  switch (event.type) {
    case 'validation_created':
      return { icon: '📋', what: 'New validation created', which: event.file_path };
    case 'validation_approved':
      return { icon: '✅', what: 'Validation approved', which: event.file_path };
    case 'validation_rejected':
      return { icon: '⛔', what: 'Validation rejected', which: event.file_path };
    case 'validation_reopened':
      return { icon: '↩️', what: 'Validation reopened', which: event.file_path };
    case 'validation_enhanced':
      return {
        icon: '✨',
        what: `${event.applied.length === 1 ? '1 recommendation' : `${event.applied.length} recommendations`} applied`,
        which: event.file_path,
      };
    case 'recommendation_created':
      return { icon: '💡', what: 'New recommendation created', which: event.title };
    case 'recommendation_approved':
      return { icon: '✅', what: 'Recommendation approved', which: event.title };
    case 'recommendation_rejected':
      return { icon: '⛔', what: 'Recommendation rejected', which: event.title };
    case 'recommendation_reopened':
      return { icon: '↩️', what: 'Recommendation reopened', which: event.title };
    case 'recommendation_applied':
      return { icon: '✏️', what: 'Recommendation applied', which: event.title };
    case 'issue_ignored':
      return { icon: '🙈', what: 'Finding ignored', which: `${event.rule_id} in ${event.file_path}` };
    case 'issue_restored':
      return { icon: '👀', what: 'Finding restored', which: `${event.rule_id} in ${event.file_path}` };
    case 'family_updated':
      return { icon: '📐', what: 'Rule pack changed', which: event.name };
    case 'token_created':
      return { icon: '🔑', what: 'Token created', which: event.name };
    case 'token_revoked':
      return { icon: '🔒', what: 'Token revoked', which: event.name };
    default:
      // A newer server may tell of more than this page knows.
      return { icon: '•', what: (event as LiveEvent).type.replaceAll('_', ' '), which: '' };
  }
}

/** A level as people read it; `info` is a note. */
export function describeLevel(level: Level): string {
  return level === 'info' ? 'note' : level;
}

/** Characters that can't be seen, or that turn the text around them: a name must not look like another one. */
const HIDDEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** The text with its hidden characters spelt out, e.g. `[U+202E]`. */
export function revealHidden(text: string): string {
  return text.replaceAll(
    HIDDEN,
    (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}

export function describeOutcome(outcome: Outcome | null): string {
  if (outcome === null) return 'Not validated';
  return { pass: 'Passed', warning: 'Warnings', fail: 'Failed' }[outcome];
}

export function describeCounts({ error, warning, info }: Counts): string {
  const parts = [plural(error, 'error'), plural(warning, 'warning'), plural(info, 'note')].filter(Boolean);
  return parts.length > 0 ? parts.join(' · ') : 'No findings';
}

function plural(count: number, noun: string): string {
  if (count === 0) return '';
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `lines:4-9` as people say it. */
export function describeScope(scope: string): string {
  const [, from, to] = /^lines:(\d+)-(\d+)$/.exec(scope) ?? [];
  if (from === undefined) return scope;
  return from === to ? `line ${from}` : `lines ${from} to ${to}`;
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' });

/** How long ago, in words. */
export function describeAge(timestamp: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(timestamp)) / 1_000));
  if (seconds < 5) return 'just now';
  if (seconds < 60) return relative.format(-seconds, 'second');
  if (seconds < 3_600) return relative.format(-Math.floor(seconds / 60), 'minute');
  if (seconds < 86_400) return relative.format(-Math.floor(seconds / 3_600), 'hour');
  return relative.format(-Math.floor(seconds / 86_400), 'day');
}

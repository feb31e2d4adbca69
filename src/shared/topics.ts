/** Topics: what a live connection can subscribe to. */
import type { EventSubject } from './events.ts';

/** The topic of all events that the reader may see. */
export const ALL_TOPIC = 'validation_updates';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const TOPIC_PATTERN = new RegExp(
  `^(?:(?<kind>validation|recommendation)_(?<id>${UUID})|family_(?<family>[a-z0-9][a-z0-9-]{0,63})|(?<workflow>${UUID}))$`,
);

/** The events on a topic: all, or those with one value in one field of their subject. */
export type TopicFilter =
  { topic: string; all: true } | { topic: string; key: keyof EventSubject; value: string };

/**
 * Parses the name of a topic.
 *
 * @returns the filter, or null when there is no such topic
 */
export function parseTopic(topic: string): TopicFilter | null {
  if (topic === ALL_TOPIC) return { topic, all: true };
  const groups = TOPIC_PATTERN.exec(topic)?.groups;
  if (!groups) return null;
  if (groups['family'] !== undefined) return { topic, key: 'family', value: groups['family'] };
  if (groups['workflow'] !== undefined) return { topic, key: 'workflow_id', value: groups['workflow'] };
  const key = groups['kind'] === 'validation' ? 'validation_id' : 'recommendation_id';
  return { topic, key, value: groups['id'] ?? '' };
}

/** Whether an event is on at least one of the topics. */
export function matchesTopics(subject: EventSubject, filters: readonly TopicFilter[]): boolean {
  return filters.some((filter) => 'all' in filter || subject[filter.key] === filter.value);
}

/** A key that is equal for equal sets of topics, in any order. */
export function topicsKey(topics: readonly string[]): string {
  return [...new Set(topics)].toSorted().join(',');
}

/** The topics that `topics=` names: separated by commas, or by repeating the parameter, or both. */
export function splitTopics(values: readonly string[]): string[] {
  return values.flatMap((value) => value.split(',')).filter(Boolean);
}

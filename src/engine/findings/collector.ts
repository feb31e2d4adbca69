import { MAX_ISSUES_PER_DOCUMENT } from '../../shared/limits.ts';
import { LEVELS, type Counts, type Level } from '../../shared/things.ts';
import type { Finding } from '../rules/finding.ts';
import type { Settings } from '../rules/settings.ts';

/**
 * Collects the findings of a document in bounded memory. All of them are counted, and at most
 * {@link MAX_ISSUES_PER_DOCUMENT} are kept: errors first, then warnings, then remarks.
 */
export class FindingCollector {
  readonly counts: Counts = { error: 0, warning: 0, info: 0 };
  /** All findings of each rule, those that are not held included. */
  readonly countsByRule = new Map<string, number>();
  readonly #held: Record<Level, Finding[]> = { error: [], warning: [], info: [] };
  /** Findings about the document as a whole, e.g. that a check was skipped. There are few, and all are kept. */
  readonly #whole: Finding[] = [];
  /** Findings that are told as one a rule. */
  readonly #summed = new Map<string, Finding[]>();
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Whether there are so many findings of a rule, or of its level, that further ones are no more than counted. */
  onlyCounts = (ruleId: string): boolean => {
    const level = this.#settings.level(ruleId);
    if (level === 'off') return true;
    const held = this.#settings.isSummed(ruleId) ? (this.#summed.get(ruleId) ?? []) : this.#held[level];
    return held.length >= MAX_ISSUES_PER_DOCUMENT;
  };

  add = (finding: Finding): void => {
    const { type } = this.#settings.rule(finding.ruleId);
    const level = this.#settings.level(finding.ruleId);
    if (level === 'off') return;
    this.countsByRule.set(finding.ruleId, (this.countsByRule.get(finding.ruleId) ?? 0) + 1);
    if (this.#settings.isSummed(finding.ruleId)) {
      this.#addSummed(finding, level);
      return;
    }
    this.counts[level] += 1;
    const held = type === 'document' ? this.#whole : this.#held[level];
    if (held.length < MAX_ISSUES_PER_DOCUMENT) held.push(finding);
  };

  #addSummed(finding: Finding, level: Level): void {
    const places = this.#summed.get(finding.ruleId);
    if (!places) {
      this.#summed.set(finding.ruleId, [finding]);
      this.counts[level] += 1;
    } else if (places.length < MAX_ISSUES_PER_DOCUMENT) places.push(finding);
  }

  /** Returns the kept findings in document order. If some were left out, one more finding says how many. */
  finish(): Finding[] {
    const room = MAX_ISSUES_PER_DOCUMENT - this.#summed.size;
    const kept: Finding[] = this.#whole.slice(0, room);
    for (const level of LEVELS) kept.push(...this.#held[level].slice(0, Math.max(0, room - kept.length)));
    const listed = kept.length + this.#summed.size;
    const left = this.counts.error + this.counts.warning + this.counts.info - listed;
    for (const places of this.#summed.values()) kept.push(...places);
    if (left > 0) {
      this.counts.info += 1;
      const message = `${left} more issue${left === 1 ? ' is' : 's are'} not listed; the counts include them.`;
      kept.push({ ruleId: 'document/too-many-issues', start: 0, end: 0, message });
    }
    return kept.toSorted(byPlace);
  }
}

function byPlace(a: Finding, b: Finding): number {
  return a.start - b.start || compare(a.ruleId, b.ruleId) || a.end - b.end || compare(a.message, b.message);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

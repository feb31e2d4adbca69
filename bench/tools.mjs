/** The measured tools. Each takes a text and returns its number of findings. */
import { lint } from 'markdownlint/sync';
import { buildRuleset, validateDocument } from '../src/engine/index.ts';
import { VALIDATION_TYPES } from '../src/shared/things.ts';
import { peers } from './peers.mjs';

const ruleset = buildRuleset();
const own = VALIDATION_TYPES.filter((type) => type !== 'markdown');

/** @type {(options: Partial<import('../src/engine/index.ts').DocumentInput>) => (text: string) => number} */
const galley = (options) => (text) => {
  const { counts } = validateDocument({ text, filePath: 'document.md', ruleset, ...options });
  return counts.error + counts.warning + counts.info;
};

export const BASE = 'markdownlint alone (default rules)';

/** @type {Record<string, (text: string) => number | Promise<number>>} */
export const tools = {
  [BASE]: (text) => lint({ strings: { text }, handleRuleFailures: true })['text']?.length ?? 0,
  'Galley, all of it (default profile)': galley({}),
  'Galley, all of it (strict profile)': galley({ ruleset: buildRuleset({ profile: 'strict' }) }),
  'Galley, its own validators only': galley({ validationTypes: own }),
  ...peers,
};

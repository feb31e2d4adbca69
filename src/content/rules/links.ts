import type { Rule } from './rule.ts';

export const linksRules = [
  {
    id: 'links/empty',
    type: 'links',
    level: 'warning',
    fix: 'none',
    purpose: 'A link has no destination or no text.',
    title: 'Complete empty links',
    instruction: 'Give the link a destination and a text, or remove it.',
    confidence: 1,
  },
  {
    id: 'links/placeholder',
    type: 'links',
    level: 'warning',
    fix: 'none',
    purpose: 'A link leads to a placeholder, e.g. `#`, `TODO` or `https://`.',
    title: 'Replace placeholder links',
    instruction: 'Replace the placeholder by the real destination.',
    confidence: 1,
  },
  {
    id: 'links/undefined-reference',
    type: 'links',
    level: 'warning',
    fix: 'none',
    purpose: 'A reference link `[text][label]` has no definition, so its brackets are shown.',
    title: 'Define missing link references',
    instruction: 'Add a definition `[label]: destination`, or correct the label.',
    confidence: 1,
  },
] as const satisfies readonly Rule[];

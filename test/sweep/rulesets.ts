import { buildRuleset, type Flavor, type Ruleset } from '../../src/engine/index.ts';

/** Styles that documents rarely have all at once, so that every rule with a fix has something to do. */
const STYLES = {
  default: {},
  dashes: {
    MD003: { style: 'atx' },
    MD004: { style: 'dash' },
    MD007: { indent: 2 },
    MD010: { code_blocks: true },
    MD030: { ul_single: 1, ol_single: 1, ul_multi: 1, ol_multi: 1 },
    MD049: { style: 'asterisk' },
    MD050: { style: 'asterisk' },
    MD054: { inline: false, url_inline: false },
    MD060: { style: 'aligned' },
  },
  pluses: {
    MD004: { style: 'plus' },
    MD007: { indent: 4, start_indented: true },
    MD009: { br_spaces: 3, strict: true },
    MD012: { maximum: 2 },
    MD022: { lines_above: 2, lines_below: 2 },
    MD030: { ul_single: 3, ol_single: 2, ul_multi: 3, ol_multi: 2 },
    MD049: { style: 'underscore' },
    MD050: { style: 'underscore' },
    MD054: { autolink: false, full: false, collapsed: false, shortcut: false },
    MD060: { style: 'compact' },
  },
} as const;

/** The name of a set of styles. */
export type SweptStyle = keyof typeof STYLES;
export const SWEPT_STYLES = Object.keys(STYLES) as SweptStyle[];

/** Rulesets to sweep with: `default` has the rules of the profile strict, and so all layout; the others have every rule on. */
export function sweptRulesets(style: SweptStyle): (flavor: Flavor) => Ruleset {
  const known = new Map<Flavor, Ruleset>();
  return (flavor) => {
    const ruleset =
      known.get(flavor) ??
      buildRuleset(
        style === 'default'
          ? { flavor, profile: 'strict' }
          : { flavor, profile: 'strict', markdownlint: { default: true, ...STYLES[style] } },
      );
    known.set(flavor, ruleset);
    return ruleset;
  };
}

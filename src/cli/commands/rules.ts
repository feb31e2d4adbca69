import { closest } from 'fastest-levenshtein';
import { Command } from 'commander';
import { buildRuleset, levelIn, PROFILES, type Rule } from '../../engine/index.ts';
import { UsageError } from '../exit-codes.ts';

const FIXES = { auto: 'by --fix', suggest: 'suggested', none: 'by hand' };
const LEVEL_WIDTH = 13;
const FIX_WIDTH = 11;
const GAP = 2;

/** `galley rules` */
export function rulesCommand(): Command {
  return new Command('rules')
    .description('list the rules, or say all about one')
    .argument('[id]', 'of a rule')
    .action((id?: string) => {
      const { rules } = buildRuleset();
      if (id === undefined) {
        console.log(table([...rules.values()]));
        return;
      }
      const rule = rules.get(id);
      if (!rule)
        throw new UsageError(`There is no rule ${id}; did you mean ${closest(id, [...rules.keys()])}?`);
      console.log(describe(rule));
    });
}

function table(rules: readonly Rule[]): string {
  const idWidth = Math.max(...rules.map(({ id }) => id.length)) + GAP;
  const row = (id: string, levels: readonly string[], fix: string, purpose: string): string =>
    id.padEnd(idWidth) +
    levels.map((level) => level.padEnd(LEVEL_WIDTH)).join('') +
    fix.padEnd(FIX_WIDTH) +
    purpose;
  return [
    row('rule', PROFILES, 'fix', 'finds'),
    ...rules.map((rule) =>
      row(
        rule.id,
        PROFILES.map((profile) => levelIn(profile, rule)),
        FIXES[rule.fix],
        rule.purpose,
      ),
    ),
  ].join('\n');
}

function describe(rule: Rule): string {
  const options = Object.entries(rule.options ?? {}).map(
    ([name, { default: value, purpose }]) => `  ${name} (${JSON.stringify(value)}): ${purpose}`,
  );
  return [
    rule.id,
    '',
    [rule.purpose, rule.why].filter(Boolean).join(' '),
    '',
    `Levels: ${PROFILES.map((profile) => `${profile} ${levelIn(profile, rule)}`).join(', ')}`,
    `Fix: ${FIXES[rule.fix]}`,
    `What to do: ${rule.instruction}`,
    ...(options.length > 0 ? ['Options:', ...options] : []),
    ...(rule.docsUrl === undefined ? [] : [`More: ${rule.docsUrl}`]),
  ].join('\n');
}

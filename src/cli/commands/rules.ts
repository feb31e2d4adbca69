import { Command } from 'commander';
import { buildRuleset, levelIn, type Rule } from '../../content/index.ts';
import { UsageError } from '../exit-codes.ts';

/** `galley rules` */
export function rulesCommand(): Command {
  return new Command('rules')
    .description('list the rules, or say all about one')
    .argument('[id]', 'of a rule')
    .action((id?: string) => {
      const { rules } = buildRuleset();
      if (id === undefined) {
        for (const rule of rules.values()) console.log(row(rule));
        return;
      }
      const rule = rules.get(id);
      if (!rule) throw new UsageError(`There is no rule ${id}; \`galley rules\` lists them.`);
      console.log(describe(rule));
    });
}

const ID_WIDTH = 34;
const LEVEL_WIDTH = 8;

function row(rule: Rule): string {
  return `${rule.id.padEnd(ID_WIDTH)}${rule.level.padEnd(LEVEL_WIDTH)}${rule.purpose}`;
}

function describe(rule: Rule): string {
  const fixes = { auto: 'automatic (--fix)', suggest: 'suggested', none: 'by hand' };
  const options = Object.entries(rule.options ?? {}).map(
    ([name, { default: value, purpose }]) => `  ${name} (${JSON.stringify(value)}): ${purpose}`,
  );
  return [
    rule.id,
    '',
    [rule.purpose, rule.why].filter(Boolean).join(' '),
    '',
    `Levels: ${(['default', 'strict', 'relaxed'] as const).map((profile) => `${profile} ${levelIn(profile, rule)}`).join(', ')}`,
    `Fix: ${fixes[rule.fix]}`,
    `What to do: ${rule.instruction}`,
    ...(options.length > 0 ? ['Options:', ...options] : []),
    ...(rule.docsUrl === undefined ? [] : [`More: ${rule.docsUrl}`]),
  ].join('\n');
}

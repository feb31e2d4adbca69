import { useState } from 'preact/hooks';
import type { FamilyDetail } from '../../shared/api/families.ts';
import { rulePath } from '../frame/router.ts';
import { toast } from '../frame/toasts.ts';
import { countOf, describeLevel } from '../parts/words.ts';
import { canAdminister } from '../service/session.ts';
import { levelIn, RULE_LEVELS, type RuleLevel, withLevel } from './pack-levels.ts';

interface Props {
  pack: FamilyDetail;
  /** The pack as it is being edited. */
  text: string;
  onChange: (text: string) => void;
}

const isLevel = (name: string): name is RuleLevel => RULE_LEVELS.some((one) => one === name);
const wordFor = (level: RuleLevel) => (level === 'off' ? 'off' : describeLevel(level));

/** Every rule with its level in the pack. Choosing another one writes it into the text, which is then tried and saved. */
export function RuleLevels({ pack, text, onChange }: Props) {
  const [wanted, setWanted] = useState('');
  const [isOffShown, setOffShown] = useState(false);
  const needle = wanted.trim().toLowerCase();
  const rules = pack.rules.map((rule) => ({ ...rule, now: levelIn(text, rule.id) ?? rule.level }));
  const on = rules.filter(({ now }) => now !== 'off').length;
  const shown = rules.filter(
    ({ id, purpose, now }) =>
      (isOffShown || needle !== '' || now !== 'off') && `${id} ${purpose}`.toLowerCase().includes(needle),
  );
  const choose = (rule: string, level: RuleLevel) => {
    const next = withLevel(text, rule, level);
    if (next !== undefined) onChange(next);
    else
      toast({ text: `The pack sets ${rule} in a form that is yours: change it in the text.`, tone: 'error' });
  };
  return (
    <section class="panel" aria-labelledby="levels-title">
      <div class="panel-head">
        <h2 id="levels-title">
          Levels{' '}
          <span class="count">
            {countOf(on, 'rule')} on, {rules.length - on} off
          </span>
        </h2>
        <button type="button" class="chip" aria-pressed={isOffShown} onClick={() => setOffShown(!isOffShown)}>
          Also those that are off
        </button>
      </div>
      <label class="search">
        <span class="visually-hidden">Find a rule</span>
        <input
          type="search"
          value={wanted}
          placeholder="Find a rule, or what it is about"
          onInput={({ currentTarget }) => setWanted(currentTarget.value)}
        />
      </label>
      <ul class="rows levels" data-testid="levels">
        {shown.map(({ id, purpose, now, level }) => (
          <li key={id} class="admin-row">
            <p>
              <a href={rulePath(id, { family: pack.name })}>
                <code>{id}</code>
              </a>{' '}
              <span class="quiet">{purpose}</span>
            </p>
            {canAdminister.value ? (
              <label>
                <span class="visually-hidden">Level of {id}</span>
                <select
                  value={now}
                  class={now === level ? '' : 'changed-level'}
                  onChange={({ currentTarget: { value } }) => isLevel(value) && choose(id, value)}
                >
                  {RULE_LEVELS.map((one) => (
                    <option key={one} value={one}>
                      {wordFor(one)}
                    </option>
                  ))}
                </select>
              </label>
            ) : (
              <span class={`mark level-${now}`}>{wordFor(now)}</span>
            )}
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p class="quiet">No rule matches.</p>}
    </section>
  );
}

import { useState } from 'preact/hooks';
import type { TokenCreated } from '../../shared/api/access.ts';
import type { Problem } from '../../shared/api/problem.ts';
import { MAX_TOKEN_NAME_LENGTH } from '../../shared/limits.ts';
import { type Role, ROLES } from '../../shared/roles.ts';
import { FamilyTicks } from '../parts/family-ticks.tsx';
import { FormProblem, submitting } from '../parts/form-problem.tsx';
import { api } from '../service/api.ts';
import { ROLE_WORDS } from './token-words.ts';

const DAYS = {
  '': 'until it is revoked',
  7: 'for a week',
  30: 'for 30 days',
  90: 'for 90 days',
  365: 'for a year',
};
const isRole = (name: string): name is Role => ROLES.some((one) => one === name);

/** Makes a token. @param props.onMade - called with the token and its text, which is in this answer only */
export function TokenForm({ onMade }: { onMade: (token: TokenCreated) => void }) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('reviewer');
  const [days, setDays] = useState('90');
  const [families, setFamilies] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const make = () =>
    submitting(setBusy, setProblem, async () => {
      const made = await api.createToken({
        name,
        role,
        ...(families.length > 0 && { families: [...families] }),
        ...(days !== '' && { expires_in_days: Number(days) }),
      });
      setName('');
      onMade(made);
    });
  return (
    <section class="panel" aria-labelledby="make-title">
      <h2 id="make-title">Make a token</h2>
      <form
        class="submit"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) void make();
        }}
      >
        <label class="wide">
          <span>For whom or what</span>
          <input
            type="text"
            class="plain-text"
            required
            value={name}
            maxLength={MAX_TOKEN_NAME_LENGTH}
            autocomplete="off"
            placeholder="e.g. Mary, or nightly build"
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        </label>
        <label>
          <span>Role: {ROLE_WORDS[role]}</span>
          <select value={role} onChange={({ currentTarget: { value } }) => isRole(value) && setRole(value)}>
            {ROLES.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <label>
          <span>Valid</span>
          <select value={days} onChange={({ currentTarget }) => setDays(currentTarget.value)}>
            {Object.entries(DAYS).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <FamilyTicks label="It sees" chosen={families} onChange={setFamilies} />
        {problem && <FormProblem problem={problem} />}
        <div class="actions wide">
          <button type="submit" class="button primary" disabled={isBusy || name.trim() === ''}>
            {isBusy ? 'Making…' : 'Make it'}
          </button>
        </div>
      </form>
    </section>
  );
}

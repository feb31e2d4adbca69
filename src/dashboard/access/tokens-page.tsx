import { useEffect, useState } from 'preact/hooks';
import type { TokenCreated, TokenSummary } from '../../shared/api/access.ts';
import { toast } from '../frame/toasts.ts';
import { loadFamilies } from '../home/submission.ts';
import { AdminsOnly } from '../parts/admins-only.tsx';
import { Age } from '../parts/age.tsx';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { SecretOnce } from '../parts/secret-once.tsx';
import { countOf } from '../parts/words.ts';
import { decide, isDeciding } from '../review/decisions.ts';
import { api } from '../service/api.ts';
import { latestEvents, reloadCount } from '../service/live.ts';
import { session } from '../service/session.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { TokenForm } from './token-form.tsx';
import { MODES, stateOf } from './token-words.ts';
import { grouped } from '../parts/grouped.ts';

/** Who may do what: the tokens of people and programs. */
export function TokensPage() {
  return (
    <AdminsOnly title="People and tokens">
      <Tokens />
    </AdminsOnly>
  );
}

function Tokens() {
  useEffect(() => void loadFamilies(), [reloadCount.value]);
  const events = latestEvents.value;
  const concerned = events.some(({ type }) => type === 'token_created' || type === 'token_revoked')
    ? events
    : null;
  const { value, problem, retry } = useLoaded(() => api.tokens(), [concerned, reloadCount.value]);
  const [made, setMade] = useState<TokenCreated | null>(null);
  const now = Date.now();
  const tokens = value?.results ?? [];
  const valid = tokens.filter((one) => stateOf(one, now) === 'valid');
  const ended = tokens.filter((one) => stateOf(one, now) !== 'valid');
  return (
    <>
      <PageHead title="People and tokens" facts={MODES[session.value?.mode ?? 'token']}>
        <a class="button small" href="/docs/" title="What programs can ask this service for">
          API
        </a>
      </PageHead>
      {made && (
        <SecretOnce
          title={`The token “${made.name}”`}
          secret={made.token}
          hint="Programs send it as Authorization: Bearer …; people sign in with it."
          onDone={() => setMade(null)}
        />
      )}
      <div class="columns admin-columns">
        <section class="panel" aria-labelledby="tokens-title">
          <h2 id="tokens-title">Tokens {value && <span class="count">{grouped(valid.length)}</span>}</h2>
          {problem !== null && <LoadProblem what="The list" problem={problem} retry={retry} />}
          {!value && problem === null && <p class="quiet">Loading…</p>}
          {value && valid.length === 0 && (
            <p class="quiet">There are no tokens. Make one for each person and program.</p>
          )}
          <ul class="rows" data-testid="tokens">
            {valid.map((one) => (
              <Row key={one.id} token={one} />
            ))}
          </ul>
          {ended.length > 0 && (
            <details class="edits">
              <summary>{countOf(ended.length, 'token')} revoked or expired</summary>
              <ul class="rows" data-testid="ended-tokens">
                {ended.map((one) => (
                  <Row key={one.id} token={one} />
                ))}
              </ul>
            </details>
          )}
        </section>
        <TokenForm onMade={setMade} />
      </div>
    </>
  );
}

function Row({ token }: { token: TokenSummary }) {
  const { id, name, role, families, created_by, created_at, expires_at, last_used_at, revoked_at } = token;
  const state = stateOf(token, Date.now());
  const revoke = async () => {
    if (await decide(() => api.revokeToken(id))) toast({ text: `Revoked: ${name}`, tone: 'good' });
  };
  return (
    <li class="admin-row">
      <div>
        <p class="row-facts">
          <bdi class="row-title">{name}</bdi>
          <span class={`mark role-${role}`}>{role}</span>
          {families === null ? <span>all families</span> : <span class="family">{families.join(', ')}</span>}
        </p>
        <p class="row-facts">
          <span>
            by <bdi>{created_by}</bdi>, <Age of={created_at} />
          </span>
          <span>
            {last_used_at === null ? (
              'never used'
            ) : (
              <>
                used <Age of={last_used_at} />
              </>
            )}
          </span>
          {state === 'valid' && (
            <span>
              {expires_at === null
                ? 'does not expire'
                : `until ${new Date(expires_at).toLocaleDateString('en-GB', { dateStyle: 'medium' })}`}
            </span>
          )}
          {revoked_at !== null && (
            <span>
              revoked <Age of={revoked_at} />
            </span>
          )}
          {state === 'expired' && expires_at !== null && (
            <span>
              expired <Age of={expires_at} />
            </span>
          )}
        </p>
      </div>
      {state === 'valid' && (
        <ConfirmButton
          label="Revoke"
          question="Its sessions and connections end at once."
          disabled={isDeciding.value}
          onConfirm={() => void revoke()}
        />
      )}
    </li>
  );
}

import {
  documentsPath,
  homePath,
  packsPath,
  recommendationsPath,
  route,
  runsPath,
  validationsPath,
} from './router.ts';
import { isSigningOut, session, signOut } from '../service/session.ts';
import { ConnectionBadge } from './connection-badge.tsx';

const PAGES = [
  { path: homePath, page: 'home', label: 'Dashboard' },
  { path: documentsPath, page: 'documents', label: 'Documents' },
  { path: validationsPath, page: 'validations', label: 'Validations' },
  { path: runsPath, page: 'runs', label: 'Runs' },
  { path: recommendationsPath, page: 'recommendations', label: 'Recommendations' },
  { path: packsPath, page: 'packs', label: 'Rule packs' },
] as const;

export function Header() {
  const who = session.value;
  return (
    <header class="masthead">
      <a class="brand" href={homePath}>
        <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
          <rect class="brand-sheet" x="6" y="3" width="20" height="26" rx="2" />
          <path class="brand-lines" d="M10 10h12M10 15h12M10 20h7" />
          <path class="brand-mark" d="M17 23l3 3 6-8" />
        </svg>
        <span>Galley</span>
      </a>
      {who && (
        <>
          <nav class="pages" aria-label="Pages">
            {PAGES.map(({ path, page, label }) => (
              <a key={page} href={path} aria-current={route.value.page === page ? 'page' : undefined}>
                {label}
              </a>
            ))}
          </nav>
          {who.mode === 'token' && <Account name={who.actor} role={who.role} />}
          <ConnectionBadge />
        </>
      )}
    </header>
  );
}

function Account({ name, role }: { name: string; role: string }) {
  return (
    <details class="account">
      <summary data-testid="account">
        <bdi>{name}</bdi>
      </summary>
      <div class="account-menu">
        <p class="fine">Signed in as {role}</p>
        <button
          type="button"
          class="button small"
          disabled={isSigningOut.value}
          onClick={() => void signOut(false)}
        >
          Sign out
        </button>
        <button
          type="button"
          class="button small"
          disabled={isSigningOut.value}
          onClick={() => void signOut(true)}
        >
          Sign out everywhere
        </button>
      </div>
    </details>
  );
}

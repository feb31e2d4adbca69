import { useEffect, useState } from 'preact/hooks';
import {
  activityPath,
  deliverPath,
  documentsPath,
  healthPath,
  homePath,
  ignoredPath,
  packsPath,
  qualityPath,
  queuePath,
  recommendationsPath,
  route,
  runsPath,
  tokensPath,
  validationsPath,
  webhooksPath,
} from './router.ts';
import { canSetUp, isSigningOut, session, signOut } from '../service/session.ts';
import { ConnectionBadge } from './connection-badge.tsx';
import { OthersCounter } from './others-counter.tsx';

/** The pages by what one comes for. `also` are pages below one of them; `isForAdmins`: of the whole service. */
const GROUPS = [
  {
    title: 'Review',
    pages: [
      { path: homePath, page: 'home', label: 'Waiting' },
      { path: queuePath, page: 'desk', label: 'Review', also: 'desk-document' },
      { path: documentsPath, page: 'documents', label: 'Documents' },
      { path: recommendationsPath, page: 'recommendations', label: 'Recommendations', also: 'rule' },
      { path: deliverPath, page: 'deliver', label: 'Deliver' },
    ],
  },
  {
    title: 'Watch',
    pages: [
      { path: runsPath, page: 'runs', label: 'Runs', also: 'run' },
      { path: qualityPath, page: 'quality', label: 'Quality' },
      { path: healthPath, page: 'health', label: 'Health' },
      { path: activityPath, page: 'activity', label: 'Activity' },
      { path: validationsPath, page: 'validations', label: 'Validations', also: 'validation' },
    ],
  },
  {
    title: 'Set up',
    pages: [
      { path: packsPath, page: 'packs', label: 'Rule packs', also: 'pack' },
      { path: ignoredPath, page: 'ignored', label: 'Ignored' },
      { path: tokensPath, page: 'tokens', label: 'People', isForAdmins: true },
      { path: webhooksPath, page: 'webhooks', label: 'Webhooks', isForAdmins: true },
    ],
  },
] as const satisfies readonly {
  title: string;
  pages: readonly { path: string; page: string; label: string; also?: string; isForAdmins?: true }[];
}[];

export function Header() {
  const who = session.value;
  return (
    <header class="masthead">
      <a class="brand" href={homePath} aria-label="Galley">
        <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
          <rect class="brand-sheet" x="6" y="3" width="20" height="26" rx="2" />
          <path class="brand-lines" d="M10 10h12M10 15h12M10 20h7" />
          <path class="brand-mark" d="M17 23l3 3 6-8" />
        </svg>
        <span>Galley</span>
      </a>
      {who && (
        <>
          <Pages />
          <div class="connection">
            <OthersCounter />
            {who.mode === 'token' && <Account name={who.actor} role={who.role} />}
            <ConnectionBadge />
          </div>
        </>
      )}
    </header>
  );
}

/** The pages in a row. On a small screen they are a menu. */
function Pages() {
  const [isOpen, setOpen] = useState(false);
  const { page: here } = route.value;
  useEffect(() => {
    if (!isOpen) return undefined;
    const close = (event: Event) => {
      if (event instanceof KeyboardEvent ? event.key === 'Escape' : !isInMenu(event.target)) setOpen(false);
    };
    document.addEventListener('keydown', close);
    document.addEventListener('pointerdown', close);
    return () => {
      document.removeEventListener('keydown', close);
      document.removeEventListener('pointerdown', close);
    };
  }, [isOpen]);
  return (
    <>
      <nav
        class={`pages ${isOpen ? 'open' : ''}`}
        id="pages"
        aria-label="Pages"
        onClick={() => setOpen(false)}
      >
        {GROUPS.map(({ title, pages }) => (
          <div key={title} class="page-group">
            <h2>{title}</h2>
            {pages.map(
              ({ path, page, label, ...more }) =>
                ('isForAdmins' in more && !canSetUp.value) || (
                  <a
                    key={page}
                    href={path}
                    aria-current={
                      here === page ? 'page' : 'also' in more && more.also === here ? 'true' : undefined
                    }
                  >
                    {label}
                  </a>
                ),
            )}
          </div>
        ))}
      </nav>
      <button
        type="button"
        class="button small menu-button"
        aria-expanded={isOpen}
        aria-controls="pages"
        onClick={() => setOpen(!isOpen)}
      >
        Menu
      </button>
    </>
  );
}

const isInMenu = (target: EventTarget | null) =>
  target instanceof Element && target.closest('.pages, .menu-button') !== null;

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

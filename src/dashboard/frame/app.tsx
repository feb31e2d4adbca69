import { route } from './router.ts';
import { session, sessionProblem } from '../service/session.ts';
import { DropZone } from './drop-zone.tsx';
import { Header } from './header.tsx';
import { LazyPage } from './lazy-page.tsx';
import { MissingPage } from './missing-page.tsx';
import { ServiceAway } from './service-away.tsx';
import { SignIn } from './sign-in.tsx';
import { Toasts } from './toast-list.tsx';

export function App() {
  return (
    <DropZone>
      <a class="skip-link" href="#main">
        Skip to content
      </a>
      <Header />
      <main id="main" tabIndex={-1}>
        <Content />
      </main>
      <Toasts />
    </DropZone>
  );
}

function Content() {
  if (session.value) return <Page />;
  if (session.value === null) return <SignIn />;
  if (sessionProblem.value) return <ServiceAway problem={sessionProblem.value} />;
  return <p class="starting">Loading…</p>;
}

function Page() {
  if (route.value.page === 'missing') return <MissingPage title="There is no such page" />;
  return <LazyPage />;
}

import { route } from './router.ts';
import { session, sessionProblem } from '../service/session.ts';
import { DocumentsPage } from '../documents/documents-page.tsx';
import { DropZone } from './drop-zone.tsx';
import { Header } from './header.tsx';
import { HomePage } from '../home/home-page.tsx';
import { LazyDesk } from './lazy-desk.tsx';
import { MissingPage } from './missing-page.tsx';
import { PackPage } from '../packs/pack-page.tsx';
import { PacksPage } from '../packs/packs-page.tsx';
import { RecommendationsPage } from '../review/recommendations-page.tsx';
import { RunPage } from '../runs/run-page.tsx';
import { RunsPage } from '../runs/runs-page.tsx';
import { ServiceAway } from './service-away.tsx';
import { SignIn } from './sign-in.tsx';
import { Toasts } from './toast-list.tsx';
import { ValidationPage } from '../validations/validation-page.tsx';
import { ValidationsPage } from '../validations/validations-page.tsx';

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
  const here = route.value;
  switch (here.page) {
    case 'home':
      return <HomePage />;
    case 'documents':
      return <DocumentsPage />;
    case 'validations':
      return <ValidationsPage />;
    case 'recommendations':
      return <RecommendationsPage />;
    case 'runs':
      return <RunsPage />;
    case 'packs':
      return <PacksPage />;
    case 'desk':
      return <LazyDesk id="" />;
    case 'desk-document':
      return <LazyDesk id={here.id} />;
    case 'pack':
      return <PackPage key={here.id} name={here.id} />;
    case 'run':
      return <RunPage key={here.id} id={here.id} />;
    case 'validation':
      return <ValidationPage key={here.id} id={here.id} />;
    case 'missing':
      return <MissingPage title="There is no such page" />;
  }
}

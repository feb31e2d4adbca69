import { homePath } from '../router.ts';
import { ConnectionBadge } from './connection-badge.tsx';

export function Header() {
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
      <ConnectionBadge />
    </header>
  );
}

import { useEffect } from 'preact/hooks';
import { revealHidden } from '../../shared/reveal-hidden.ts';

/** Sets the title of the page to what it shows, once that is known. */
export function usePageTitle(what: string | undefined): void {
  useEffect(() => {
    document.title = what === undefined ? 'Galley' : `${revealHidden(what)} · Galley`;
    return () => {
      document.title = 'Galley';
    };
  }, [what]);
}

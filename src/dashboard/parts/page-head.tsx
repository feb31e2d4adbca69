import type { ComponentChildren } from 'preact';
import { usePageTitle } from '../frame/use-page-title.ts';

interface Props {
  title: string;
  /** What the heading shows, when it is more than the title. */
  heading?: ComponentChildren;
  /** A line below it. */
  facts?: ComponentChildren;
  /** What can be done on the page. */
  children?: ComponentChildren;
}

/** The head of a page: its title, which is that of the tab too, and what can be done. */
export function PageHead({ title, heading, facts, children }: Props) {
  usePageTitle(title);
  return (
    <header class="page-head">
      <div>
        <h1>{heading ?? title}</h1>
        {facts && <p class="row-facts">{facts}</p>}
      </div>
      {children && <div class="actions">{children}</div>}
    </header>
  );
}

import type { ComponentChildren } from 'preact';
import { MissingPage } from '../frame/missing-page.tsx';
import { canSetUp } from '../service/session.ts';

/** The content of a page for admins of the whole service. Others are told so, instead of what the service would refuse. */
export function AdminsOnly({ title, children }: { title: string; children: ComponentChildren }) {
  if (canSetUp.value) return <>{children}</>;
  return <MissingPage title={title} detail="Only admins of the whole service may see this." />;
}

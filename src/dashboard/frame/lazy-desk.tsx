import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { MissingPage } from './missing-page.tsx';

const Desk = signal<ComponentType<{ id: string }> | null>(null);
const problem = signal<string | null>(null);

async function load(): Promise<void> {
  problem.value = null;
  try {
    Desk.value = (await import('../desk/desk-page.tsx')).DeskPage;
  } catch (error) {
    problem.value = String(error);
  }
}

/** The desk, which is a file of its own: those who only look around do not load it. */
export function LazyDesk({ id }: { id: string }) {
  useEffect(() => {
    if (!Desk.value) void load();
  }, []);
  if (Desk.value) return <Desk.value id={id} />;
  if (problem.value !== null)
    return (
      <MissingPage title="The desk could not be loaded" detail={problem.value} retry={() => void load()} />
    );
  return <p class="starting">Loading…</p>;
}

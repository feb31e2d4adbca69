/** The dashboard's entry. */
import { effect } from '@preact/signals';
import { render } from 'preact';
import { startPalette } from './desk/palette-key.ts';
import { App } from './frame/app.tsx';
import { startLive, stopLive } from './service/live.ts';
import { startPages } from './frame/pages.ts';
import { startRouter } from './frame/router.ts';
import { loadSession, session } from './service/session.ts';

const root = document.getElementById('app');
if (!root) throw new Error('the shell has no #app');
startRouter();
startPalette();
// The page is live while someone is signed in.
effect(() => {
  if (session.value) startLive();
  else stopLive();
});
// While the service says who is signed in, the page comes already.
startPages();
void loadSession();
// Removes the text that the shell shows until this script runs.
root.replaceChildren();
render(<App />, root);

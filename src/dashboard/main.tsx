/** The dashboard's entry. */
import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './components/app.tsx';
import { startLive, stopLive } from './live.ts';
import { startRouter } from './router.ts';
import { loadSession, session } from './session.ts';

const root = document.getElementById('app');
if (!root) throw new Error('the shell has no #app');
startRouter();
// Live as long as someone is signed in.
effect(() => {
  if (session.value) startLive();
  else stopLive();
});
void loadSession();
render(<App />, root);

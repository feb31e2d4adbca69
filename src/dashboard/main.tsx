/** The dashboard's entry. */
import { render } from 'preact';
import { App } from './components/app.tsx';
import { startLive } from './live.ts';
import { startRouter } from './router.ts';

const root = document.getElementById('app');
if (!root) throw new Error('the shell has no #app');
startRouter();
startLive();
render(<App />, root);

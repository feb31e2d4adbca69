/** Runs before the dashboard's own script. */
import { askAhead } from './service/ahead.ts';
import { loadAhead } from './service/load-ahead.ts';

askAhead(location);
loadAhead(location.pathname);

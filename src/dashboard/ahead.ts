/** Runs before the dashboard's own script. */
import { askAhead, SESSION } from './service/ahead.ts';
import { loadAhead } from './service/load-ahead.ts';

askAhead(location, [SESSION]);
loadAhead(location.pathname);

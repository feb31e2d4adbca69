/** Runs before the dashboard's own script. */
import { askAhead } from './service/ahead.ts';

askAhead(location);

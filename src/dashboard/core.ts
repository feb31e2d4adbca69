/**
 * What every page needs, as one file. The build adds this to whatever is imported when it is used, so that all of it is
 * reached from everywhere: what is reached from some pages only would be a file of its own, however small.
 */
import './main.tsx';
import './parts/age.tsx';
import './parts/choice.tsx';
import './parts/grouped.ts';
import './parts/marks.tsx';
import './parts/more-button.tsx';
import './parts/newer.tsx';
import './parts/order.tsx';
import './parts/page-head.tsx';
import './parts/text-filter.tsx';
import './parts/words.ts';
import './runs/run-link.tsx';
import './runs/run-marks.tsx';
import './service/use-loaded.ts';
import './validations/validation-row.tsx';

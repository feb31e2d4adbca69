/** The formats of reports, and the queries that ask for them. */
import * as v from 'valibot';
import { REPORT_FORMATS } from '../report-formats.ts';
import { oneOf } from './fields.ts';
import { validationListQuerySchema } from './validations.ts';
import { strictObject } from '../objects.ts';

export { REPORT_FORMATS, type ReportFormat } from '../report-formats.ts';

/** GET /api/validations/:id/report and /api/workflows/:id/report */
export const reportQuerySchema = strictObject({ format: v.optional(oneOf(REPORT_FORMATS), 'json') });
const { limit: _limit, cursor: _cursor, sort: _sort, ...listFilters } = validationListQuerySchema.entries;
/** GET /api/validations/report: a report of the validations that a list with the same filters would contain. */
export const listReportQuerySchema = strictObject({ ...listFilters, ...reportQuerySchema.entries });
export type ValidationFilters = Omit<v.InferOutput<typeof listReportQuerySchema>, 'format'>;

/** Parts of examples that several operations have. */

/** The id of a thing. */
export const ID = '019ac4f0-7b1e-7c3a-9d52-1f6f0b8e4a77';
export const NOTE = 'As agreed with the writers.';

/** The media types of reports. Those of `json`, `rdjson` and `gitlab` are one. */
export const REPORT_MEDIA = [
  'application/json',
  'application/sarif+json',
  'application/xml',
  'text/csv',
  'text/html',
  'text/markdown',
  'text/plain',
] as const;
/** The media types of patches. */
export const PATCH_MEDIA = ['text/x-diff', 'application/zip'] as const;

/** Fields shared by bodies and queries, and the page of a list. */
import * as v from 'valibot';
import {
  DEFAULT_PAGE_SIZE,
  MAX_FILE_PATH_LENGTH,
  MAX_NOTE_LENGTH,
  MAX_PAGE_SIZE,
  MIN_SUBSTRING_LENGTH,
} from '../limits.ts';
import { FAMILY_NAME, VALIDATION_TYPES } from '../things.ts';

/** Well-formed text. A lone surrogate is not a character, and would shift every offset after it. */
export const wellFormed = v.check(
  (text: string) => text.isWellFormed(),
  (issue) => `has a lone surrogate at offset ${loneSurrogateAt(issue.input)}, which is no Unicode character`,
);

function loneSurrogateAt(text: string): number {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0xd800 || code > 0xdfff) continue;
    const next = text.charCodeAt(at + 1);
    if (code > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return at;
    at += 1;
  }
  return -1;
}

/** A text of one line, in characters at most; it may be empty. */
export const lineOrNothing = (most: number, missing = 'must be a text') =>
  v.pipe(
    v.string(missing),
    v.maxLength(most, `must be at most ${most} characters`),
    v.regex(/^[^\p{Cc}]*$/u, 'must not have control characters'),
    wellFormed,
  );
/**
 * A text of one line that says something, without the blanks around it. They are taken off last: the described schema
 * knows only the text as it was sent.
 */
export const line = (most: number, missing?: string) =>
  v.pipe(lineOrNothing(most, missing), v.trim(), v.minLength(1, 'must not be empty'));

export const filePathSchema = line(MAX_FILE_PATH_LENGTH);
export const familySchema = v.pipe(
  v.string('must be a text'),
  v.regex(FAMILY_NAME, 'must be 1 to 40 lower-case letters, digits or hyphens, a letter first'),
);
export const validationTypes = v.pipe(
  v.array(v.picklist(VALIDATION_TYPES, `must be one of ${VALIDATION_TYPES.join(', ')}`)),
  v.minLength(1, 'must name at least one'),
);

export const contentSchema = v.pipe(v.string('must be a string: the Markdown text'), wellFormed);

export const noteSchema = v.pipe(
  v.string(),
  v.maxLength(MAX_NOTE_LENGTH, `must be at most ${MAX_NOTE_LENGTH} characters`),
  wellFormed,
  v.trim(),
);

export const integer = (minimum: number, maximum: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,16}$/, 'must be a whole number'),
    v.transform(Number),
    v.minValue(minimum, `must be at least ${minimum}`),
    v.maxValue(maximum, `must be at most ${maximum}`),
  );
export const substring = v.pipe(
  v.string(),
  v.check(
    (text) => Array.from(text).length >= MIN_SUBSTRING_LENGTH,
    `must be at least ${MIN_SUBSTRING_LENGTH} characters`,
  ),
);
export const oneOf = <const T extends readonly string[]>(values: T) =>
  v.picklist(values, `must be one of ${values.join(', ')}`);
export const page = {
  limit: v.optional(integer(1, MAX_PAGE_SIZE), String(DEFAULT_PAGE_SIZE)),
  cursor: v.exactOptional(v.pipe(v.string(), v.uuid('must be a next_cursor of this list'))),
};

export const position = integer(0, Number.MAX_SAFE_INTEGER);

/** A page of a list. `position` is the id of the last event that its data includes. */
export interface Page<T> {
  results: T[];
  next_cursor: string | null;
  total: number;
  total_is_estimate?: true;
  position: number;
}

import type { Page } from '../shared/api/fields.ts';

/** Why a use case refuses. src/http turns each kind into a problem+json answer. */
export type RefusalKind =
  | 'not-found'
  | 'forbidden'
  | 'invalid'
  | 'document-too-large'
  | 'wrong-state'
  | 'unsafe-change'
  | 'precondition-failed'
  | 'key-reused'
  | 'answer-lost'
  | 'family-moved'
  | 'misconfigured';

/** One wrong part of a request. */
export interface FieldError {
  /** Where in the request, e.g. `content` or `file[2]`. */
  path: string;
  message: string;
}

/** What a use case throws when it will not do what was asked. Anything else that is thrown is a fault. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly kind: RefusalKind;
  readonly errors: readonly FieldError[];
  /** With `wrong-state`: the state that the thing is in. */
  readonly state: string | undefined;
  /** With `family-moved`: the address of the service that has the family. */
  readonly movedTo: string | undefined;

  constructor(
    kind: RefusalKind,
    detail: string,
    errors: readonly FieldError[] = [],
    state?: string,
    movedTo?: string,
  ) {
    super(detail);
    this.kind = kind;
    this.errors = errors;
    this.state = state;
    this.movedTo = movedTo;
  }
}

/**
 * @param kind - of the thing, for the message
 * @returns the thing
 * @throws {Refusal} `not-found`, when there is none
 */
export function found<T>(thing: T | undefined, kind: string, id: string): T {
  if (thing === undefined) throw new Refusal('not-found', `There is no ${kind} "${id}".`);
  return thing;
}

/**
 * @param page - undefined when the cursor belongs to another list
 * @throws {Refusal} `invalid`, when there is no page
 */
export function pageOrRefusal<T>(page: Page<T> | undefined): Page<T> {
  if (page) return page;
  const error = { path: 'cursor', message: 'must be a next_cursor of this list' };
  throw new Refusal('invalid', `cursor: ${error.message}.`, [error]);
}

/** Why a use case refuses. src/http turns each kind into a problem+json answer. */
export type RefusalKind =
  'not-found' | 'forbidden' | 'invalid' | 'document-too-large' | 'wrong-state' | 'unsafe-change';

export interface FieldError {
  /** Where in the request, e.g. `content` or `file[2]`. */
  path: string;
  message: string;
}

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly kind: RefusalKind;
  readonly errors: readonly FieldError[];
  /** Of `wrong-state`: what state the thing is in. */
  readonly state: string | undefined;

  constructor(kind: RefusalKind, detail: string, errors: readonly FieldError[] = [], state?: string) {
    super(detail);
    this.kind = kind;
    this.errors = errors;
    this.state = state;
  }
}

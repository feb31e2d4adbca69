/** What is wrong in a pack: where, as a dotted path such as `rules.MD013`, and what. */
export interface PackProblem {
  path: string;
  message: string;
}

/** A pack that can't be used, with everything that is wrong with it. */
export class PackError extends Error {
  override readonly name = 'PackError';
  readonly problems: readonly PackProblem[];

  constructor(problems: readonly PackProblem[]) {
    super(problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; '));
    this.problems = problems;
  }
}

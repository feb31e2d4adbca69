/** A problem of a pack. `path` is dotted, e.g. `rules.MD013`; it is empty for the pack as a whole. */
export interface PackProblem {
  path: string;
  message: string;
}

/** Thrown for a pack that cannot be used. Lists all of its problems. */
export class PackError extends Error {
  override readonly name = 'PackError';
  readonly problems: readonly PackProblem[];

  constructor(problems: readonly PackProblem[]) {
    super(problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; '));
    this.problems = problems;
  }
}

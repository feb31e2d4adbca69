interface Props {
  /** What could not be loaded, as the start of a sentence: `The history`. */
  what?: string;
  problem: string;
  retry: () => void;
}

/** Says that something could not be loaded and why, with a button to try again. */
export function LoadProblem({ what, problem, retry }: Props) {
  return (
    <p class="answer problem" role="alert">
      {what !== undefined && `${what} could not be loaded. `}
      {problem}{' '}
      <button type="button" class="link" onClick={retry}>
        Try again
      </button>
    </p>
  );
}

import { ApiError } from '../../client/index.ts';
import type { Problem } from '../../shared/api/problem.ts';

/** Why a form was refused, field by field. */
export function FormProblem({ problem }: { problem: Pick<Problem, 'detail' | 'errors'> }) {
  return (
    <div class="answer problem wide" role="alert">
      <p>{problem.detail}</p>
      {problem.errors && problem.errors.length > 0 && (
        <ul>
          {problem.errors.map(({ path, message }) => (
            <li key={path}>
              {path && <code>{path}</code>} {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Sends a form. What the service says against it is shown in the form, which keeps what was typed. */
export async function submitting(
  setBusy: (isBusy: boolean) => void,
  setProblem: (problem: Problem | null) => void,
  send: () => Promise<void>,
): Promise<void> {
  setBusy(true);
  setProblem(null);
  try {
    await send();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    setProblem(error.problem);
  } finally {
    setBusy(false);
  }
}

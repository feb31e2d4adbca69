import { useRef, useState } from 'preact/hooks';
import { signIn } from '../service/session.ts';

/** The sign-in form. Drafts on the pages are kept while it is shown. */
export function SignIn() {
  const token = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<{ busy: boolean; problem: string | null }>({
    busy: false,
    problem: null,
  });
  const submit = async () => {
    setState({ busy: true, problem: null });
    setState({ busy: false, problem: await signIn(token.current?.value ?? '') });
  };
  return (
    <section class="panel empty sign-in">
      <h1>Sign in</h1>
      <p class="quiet">With a token that an admin of this service has given you.</p>
      <form
        class="submit"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <label class="wide">
          <span>Token</span>
          <input ref={token} type="password" autoComplete="current-password" required autoFocus />
        </label>
        <div class="actions wide">
          <button type="submit" class="button primary" disabled={state.busy}>
            Sign in
          </button>
        </div>
        {state.problem !== null && (
          <p class="answer problem wide" role="alert">
            {state.problem}
          </p>
        )}
      </form>
    </section>
  );
}

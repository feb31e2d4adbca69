import { activityPath } from './router.ts';
import { forgetOthers, othersCount } from './toasts.ts';

/** How much others have done since one last looked: a quiet figure in place of a notice for each. */
export function OthersCounter() {
  const count = othersCount.value;
  if (count === 0) return null;
  return (
    <a
      class="others"
      href={activityPath}
      data-testid="others"
      title="What others have done since you last looked"
      onClick={forgetOthers}
    >
      {count > 999 ? '999+' : count}
      <span> by others</span>
    </a>
  );
}

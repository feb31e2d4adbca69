/** The text in the form. Kept outside the component, so that it survives the end of a session. */
import { keptSignal } from '../service/kept.ts';
import { onSignOut } from '../service/session.ts';

const NO_DRAFT = { content: '', filePath: '' };
const isDraft = (kept: unknown): kept is typeof NO_DRAFT =>
  typeof kept === 'object' &&
  kept !== null &&
  'content' in kept &&
  typeof kept.content === 'string' &&
  'filePath' in kept &&
  typeof kept.filePath === 'string';
export const documentDraft = keptSignal('document', NO_DRAFT, isDraft);

// The next person to sign in must not see it.
onSignOut(() => {
  documentDraft.value = NO_DRAFT;
});

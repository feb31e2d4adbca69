import type { DocumentView } from './check.ts';

/**
 * Whether all findings of a rule are told, those too that are mostly a style or that readers see nothing of: in the profile
 * `strict`, and to those who ask for the rule by its name.
 */
export function tellsAll<RuleId extends string>(
  { profile, settings }: Pick<DocumentView<RuleId>, 'profile' | 'settings'>,
  id: RuleId,
): boolean {
  return profile === 'strict' || settings.isAsked(id);
}

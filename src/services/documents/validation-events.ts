import type { Principal } from '../../access/principal.ts';
import type { NewEvent } from '../../shared/events.ts';
import type { Recommendation, Validation } from '../../shared/things.ts';

/** The events of a new validation: one for it, and one for each of its recommendations. */
export function eventsOf(
  { actor }: Principal,
  validation: Validation,
  recommendations: readonly Recommendation[],
): NewEvent[] {
  const { id, created_at: timestamp, file_path, family, status, outcome, counts } = validation;
  const { parent_validation_id, reused_from, workflow_id, ref } = validation;
  const subject = { validation_id: id, family, ...(workflow_id !== undefined && { workflow_id }) };
  return [
    {
      type: 'validation_created',
      timestamp,
      actor,
      subject,
      payload: {
        file_path,
        status,
        outcome,
        counts,
        ...(parent_validation_id !== undefined && { parent_validation_id }),
        ...(reused_from !== undefined && { reused_from }),
        ...(ref !== undefined && { ref }),
      },
    },
    ...recommendations.map((made): NewEvent => {
      const { title, recommendation_type, severity, rule_id } = made;
      return {
        type: 'recommendation_created',
        timestamp,
        actor,
        subject: { ...subject, recommendation_id: made.id },
        payload: { title, recommendation_type, status: made.status, severity, rule_id },
      };
    }),
  ];
}

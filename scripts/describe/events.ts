/** The schemas of events. */
import * as v from 'valibot';
import { envelopeSchema } from '../../src/shared/envelope.ts';
import { EVENT_TYPES, payloadSchemas, type EventType } from '../../src/shared/events.ts';
import { outputSchema } from './input-schemas.ts';
import type { JsonSchema } from './type-schemas.ts';

/** The name of the component of an event type. */
export function nameOfEvent(type: EventType): string {
  return `${type.replaceAll(/(?:^|_)([a-z])/g, (_all, letter: string) => letter.toUpperCase())}Event`;
}

/** A component for each type of event, and one that is any of them. */
export function eventSchemas(): Record<string, JsonSchema> {
  const all = EVENT_TYPES.map((type) => [nameOfEvent(type), eventSchema(type)] as const);
  return {
    Event: {
      description:
        'An event: envelope and payload in one flat object. Later versions may have more types, which clients ignore.',
      anyOf: all.map(([name]) => ({ $ref: `#/components/schemas/${name}` })),
      discriminator: {
        propertyName: 'type',
        mapping: Object.fromEntries(
          EVENT_TYPES.map((type) => [type, `#/components/schemas/${nameOfEvent(type)}`]),
        ),
      },
    },
    ...Object.fromEntries(all),
  };
}

/** The schema of events of a type. The envelope comes last: no payload can overwrite it. */
export function eventSchema(type: EventType): JsonSchema {
  const entries = { ...payloadSchemas[type].entries, ...envelopeSchema.entries, type: v.literal(type) };
  return { description: `An event \`${type}\`.`, ...outputSchema(v.object(entries)) };
}

/** All operations of the API. `npm run generate` makes the OpenAPI document of them; nothing here is in the Worker. */
import type { OperationKey } from './answers.ts';
import { documents, recommendations } from './documents.ts';
import { families } from './families.ts';
import type { Operation } from './operation.ts';
import { runs } from './runs.ts';
import { credentials, live, service, webhooks } from './service.ts';
import { validations } from './validations.ts';

/** Every operation. One that is missing does not compile. */
export const OPERATIONS: Readonly<Record<OperationKey, Operation>> = {
  ...validations,
  ...documents,
  ...recommendations,
  ...runs,
  ...families,
  ...live,
  ...service,
  ...credentials,
  ...webhooks,
};

/** The groups of operations, in the order in which they are read. */
export const GROUPS: readonly { name: string; description: string; operations: readonly string[] }[] = [
  {
    name: 'Validations',
    description: 'Checks of one version of a document: issues, recommendations, reports, decisions.',
    operations: Object.keys(validations),
  },
  {
    name: 'Documents',
    description: 'What is true now, and how quality has changed over time.',
    operations: Object.keys(documents),
  },
  {
    name: 'Recommendations',
    description: 'Changes that people decide on.',
    operations: Object.keys(recommendations),
  },
  {
    name: 'Batch runs',
    description: 'Durable runs over many documents. On the wire they are called workflows.',
    operations: Object.keys(runs),
  },
  {
    name: 'Families',
    description: 'Families of documents, their rule packs, and what is approved in them.',
    operations: Object.keys(families),
  },
  { name: 'Events', description: 'The log: in pages, and live.', operations: Object.keys(live) },
  { name: 'Webhooks', description: 'What other services are told.', operations: Object.keys(webhooks) },
  {
    name: 'Credentials',
    description: 'Tokens, browser sessions, and tickets for live connections.',
    operations: Object.keys(credentials),
  },
  {
    name: 'Service',
    description: 'Figures, probes, these descriptions, exports and imports.',
    operations: Object.keys(service),
  },
];

/** The operations on families and their rule packs, and what GitHub sends. */
import { deliverRequestSchema } from '../shared/api/deliver.ts';
import { approvedQuerySchema, familyPatchQuerySchema } from '../shared/api/patches.ts';
import { PATCH_MEDIA } from './examples.ts';
import type { Operations } from './operation.ts';

const PACK = {
  'application/yaml': {
    description: 'A rule pack as YAML.',
    schema: 'text',
    example: 'title: Guides\nextends: default\nbanned:\n  - phrase: click here\n',
  },
  'application/json': {
    description: 'A rule pack as JSON, which is YAML too.',
    schema: 'RulePack',
    example: '{"title":"Guides","extends":"default"}',
  },
} as const;

export const families = {
  'GET /api/families': {
    id: 'listFamilies',
    more: 'rule-packs.md',
    summary: 'Lists families, with the versions of their rule packs.',
  },
  'GET /api/families/:name': {
    id: 'readFamily',
    summary: 'A family with its rule pack and rules.',
    description: 'With `Accept: application/yaml`: the YAML of the pack alone.',
    headers: ['Accept', 'If-None-Match'],
    media: ['application/yaml'],
    answerHeaders: ['ETag'],
  },
  'GET /api/families/:name/approved': {
    id: 'listApproved',
    more: '#patches',
    summary: 'Lists documents with approved changes, by path, with the edits.',
    query: approvedQuerySchema,
    example: { rule_id: 'headings/increment', limit: '20' },
  },
  'GET /api/families/:name/patch': {
    id: 'readFamilyPatch',
    more: '#patches',
    summary: 'What is approved in the family, as one patch for `git apply`, or as an archive.',
    query: familyPatchQuerySchema,
    example: { format: 'patch', limit: '200' },
    media: PATCH_MEDIA,
    answerHeaders: ['Link', 'Galley-Left-Out'],
  },
  'PUT /api/families/:name': {
    id: 'writeFamily',
    isOfFamily: true,
    more: '#conditions-of-writes',
    summary: 'Stores a rule pack. Its tests must pass.',
    description: 'Answers the results of its tests, and the effect on stored documents.',
    headers: ['If-Match', 'If-None-Match'],
    body: { required: true, other: PACK },
    answerHeaders: ['ETag'],
    refusals: ['invalid', 'precondition-failed'],
  },
  'POST /api/families/:name/test': {
    id: 'tryFamily',
    summary: 'Tries a rule pack on stored documents without storing it.',
    description: 'Without a body: the family’s present pack.',
    body: { required: false, other: PACK },
    refusals: ['invalid'],
  },
  'POST /api/families/:name/styles': {
    id: 'importStyles',
    isOfFamily: true,
    more: 'vale.md',
    summary: 'Imports a .zip of Vale styles into the pack.',
    headers: ['If-Match', 'If-None-Match'],
    body: {
      required: true,
      other: { 'application/zip': { description: 'An archive with the styles.', schema: 'bytes' } },
    },
    answerHeaders: ['ETag'],
    refusals: ['invalid', 'precondition-failed'],
  },
  'POST /api/families/:name/deliver': {
    id: 'deliverFamily',
    isOfFamily: true,
    more: 'git.md#deliver-what-is-approved',
    summary: 'Makes a pull request of what is approved, or a commit on the branch of one.',
    description: '404 without the GitHub App. The pack says with `source` where its documents come from.',
    body: {
      required: false,
      json: deliverRequestSchema,
      example: { owner: '@docs-team', title: 'Fix the headings' },
    },
    refusals: ['wrong-state'],
  },
  'POST /api/github/webhook': {
    id: 'takeGitHubWebhook',
    more: 'git.md',
    summary: 'What GitHub sends, signed with the secret of the App.',
    description: '404 without the GitHub App.',
    body: {
      required: true,
      other: {
        'application/json': {
          description: 'An event of GitHub.',
          schema: 'text',
          example: '{"zen":"Keep it logically awesome."}',
        },
      },
    },
    refusals: ['not-signed-in', 'not-found', 'invalid', 'misconfigured'],
  },
} as const satisfies Operations;

/**
 * Lints the OpenAPI document with Redocly's rules, and validates the AsyncAPI document by the JSON Schema of its standard.
 */
import { readFileSync } from 'node:fs';
import specs from '@asyncapi/specs';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';

const OPENAPI = 'public/schemas/openapi.json';
const ASYNCAPI = 'public/schemas/asyncapi.json';

const config = await createConfig({
  extends: ['recommended-strict'],
  rules: {
    'operation-description': 'error',
    'operation-operationId-unique': 'error',
    'operation-tag-defined': 'error',
    'parameter-description': 'error',
    'tag-description': 'error',
    'no-invalid-schema-examples': 'error',
    'no-invalid-parameter-examples': 'error',
    'no-unused-components': 'error',
    // A WebSocket answers 101.
    'operation-2xx-response': 'off',
  },
});
const problems = await lintFromString({
  source: readFileSync(OPENAPI, 'utf8'),
  absoluteRef: OPENAPI,
  config,
});
for (const { ruleId, message, location } of problems) {
  console.error(`${OPENAPI}${location[0]?.pointer ?? ''}: ${message} (${ruleId})`);
}

const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const asyncApi = JSON.parse(readFileSync(ASYNCAPI, 'utf8'));
/** @type {object} */
const standard = specs.schemasWithoutId['3.0.0'];
const validate = ajv.compile(standard);
const isValid = validate(asyncApi);
if (!isValid)
  for (const { instancePath, message } of validate.errors ?? [])
    console.error(`${ASYNCAPI}${instancePath}: ${message}`);

console.log(`${problems.length} problems in ${OPENAPI}, ${validate.errors?.length ?? 0} in ${ASYNCAPI}`);
process.exitCode = problems.length > 0 || !isValid ? 1 : 0;

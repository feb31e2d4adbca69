/** The long form of the fuzzing, over HTTP, of the service as users start it: `npm run fuzz`, with FUZZ_SECONDS and FUZZ_SEED. */
import { Agent, request } from 'node:http';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { expect, it } from 'vitest';
import type { Answer } from '../fuzz/answers.ts';
import { fuzz } from '../fuzz/campaign.ts';
import { ApiDocument, type Schema, type Validate } from '../fuzz/document.ts';
import type { Sent } from '../fuzz/requests.ts';
import { Service } from './service.ts';

const SECONDS = Number(process.env['FUZZ_SECONDS'] ?? 0);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
/** A stream is read for as long. */
const STREAM_MS = 100;
const ANSWER_WITHIN_MS = 60_000;
const agent = new Agent({ keepAlive: true });

function validator(document: Schema): Validate {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its types name the class of another draft
  (formats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addSchema({ ...document, $id: 'openapi' });
  const made = new Map<string, ValidateFunction>();
  return (pointer, value) => {
    const fragment = pointer.split('/').map(encodeURIComponent).join('/');
    const validate = made.get(pointer) ?? ajv.compile({ $ref: `openapi#${fragment}` });
    made.set(pointer, validate);
    return validate(value) ? null : ajv.errorsText(validate.errors?.slice(0, 3));
  };
}

/** Sends a request as it is: no part of its path is made better on the way. */
function sender(base: string): (sent: Sent) => Promise<Answer> {
  const { hostname, port } = new URL(base);
  return ({ operation: { method }, path, headers, body }) =>
    new Promise((resolve, reject) => {
      const length = body && { 'Content-Length': String(body.byteLength) };
      const options = {
        agent,
        hostname,
        port,
        path,
        method,
        timeout: ANSWER_WITHIN_MS,
        headers: { ...headers, ...length },
      };
      const sending = request(options, (response) => {
        const chunks: Buffer[] = [];
        const answer = () => ({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(
            Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
          ),
          text: Buffer.concat(chunks).toString('utf8'),
        });
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve(answer())).on('error', reject);
        if (!response.headers['content-type']?.startsWith('text/event-stream')) return;
        setTimeout(() => {
          resolve(answer());
          response.destroy();
        }, STREAM_MS);
      });
      sending.on('error', reject);
      sending.on('timeout', () => sending.destroy(new Error(`no answer in ${ANSWER_WITHIN_MS} ms`)));
      sending.end(body);
    });
}

it.runIf(SECONDS > 0)(
  'answers every request as the OpenAPI document says, for a long time',
  { timeout: (SECONDS + 120) * 1_000 },
  async () => {
    const service = await Service.start();
    try {
      const served = await fetch(`${service.url}/api/openapi.json`);
      const document = new ApiDocument((await served.json()) as Schema, validator);
      const report = await fuzz({
        document,
        send: sender(service.url),
        seconds: SECONDS,
        seed: SEED,
        atOnce: 6,
      });
      console.log({ ...report, operations: document.operations.length, faults: report.faults.length });
      expect(report.faults).toEqual([]);
      expect(report.untried).toEqual([]);
      expect(report.neverWell).toEqual([]);
      expect(service.output).not.toMatch(/"level":"error"/);
    } finally {
      await service.remove();
    }
  },
);

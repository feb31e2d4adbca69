/**
 * Fuzzing by the OpenAPI document: each operation with input that the document takes, and with input that is broken in one
 * place. No answer may be a fault of the service, and each must be as the document says.
 */
import { faultOf, jsonOf, type Answer } from './answers.ts';
import type { ApiDocument, Operation } from './document.ts';
import { Pool } from './pool.ts';
import { Random } from './random.ts';
import { Requests, type Sent } from './requests.ts';

/** Needs what a service of the tests does not have: the GitHub App, an upgrade, an empty database, an archive, a delivery. */
const NEVER_WELL = new Set([
  'POST /api/families/{name}/deliver',
  'POST /api/workflows/{id}/deliver',
  'POST /api/github/webhook',
  'GET /ws/{topic}',
  'POST /api/import',
  'POST /api/families/{name}/styles',
  'POST /api/webhooks/{id}/deliveries/{delivery}/replay',
]);
/** What makes things for the others to be about. */
const MAKERS = /^POST \/api\/(?:validate|workflows)$/;
const MADE_FIRST = 16;
/** How often input is broken. */
const BROKEN = 0.5;

export interface Campaign {
  document: ApiDocument;
  send: (sent: Sent) => Promise<Answer>;
  seconds: number;
  seed: number;
  atOnce: number;
}

export interface Report {
  requests: number;
  /** Answers with a status below 400. */
  well: number;
  /** Each kind of fault, with a request that has it. */
  faults: string[];
  /** Operations that were never asked, and those that were never answered well although they could be. */
  untried: string[];
  neverWell: string[];
}

/** Sends requests until the time is over. */
export async function fuzz({ document, send, seconds, seed, atOnce }: Campaign): Promise<Report> {
  const pool = new Pool();
  const random = new Random(seed);
  const requests = new Requests(random, document, pool);
  const faults = new Map<string, string>();
  const tried = new Map<string, number>();
  const well = new Map<string, number>();

  const tryOne = async (operation: Operation, isBroken: boolean) => {
    const sent = requests.of(operation, isBroken);
    const answer = await send(sent);
    count(tried, operation.key);
    if (answer.status < 400) count(well, operation.key);
    const fault = faultOf(document, sent, answer);
    if (fault !== null) faults.set(kindOf(operation, fault), `${fault}\n${shown(sent)}`);
    else if (answer.status < 400) pool.learn(sent.path, jsonOf(answer));
  };
  const makers = document.operations.filter(({ key }) => MAKERS.test(key));
  for (let made = 0; made < MADE_FIRST; made += 1) await tryOne(random.pick(makers), false);

  const deadline = Date.now() + seconds * 1_000;
  let queue: Operation[] = [];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (Date.now() < deadline) {
        if (queue.length === 0) queue = random.shuffled(document.operations);
        const operation = queue.pop();
        if (operation) await tryOne(operation, random.chance(BROKEN));
      }
    }),
  );
  const keys = document.operations.map(({ key }) => key);
  return {
    requests: sum(tried),
    well: sum(well),
    faults: [...faults.values()],
    untried: keys.filter((key) => !tried.has(key)),
    neverWell: keys.filter((key) => !well.has(key) && !NEVER_WELL.has(key)),
  };
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, one) => total + one, 0);
}

function kindOf({ key }: Operation, fault: string): string {
  return `${key}: ${fault.replaceAll(/[\da-f-]{36}|\d{4,}|"[^"]*"/g, '…').slice(0, 120)}`;
}

/** A request as one can send it again. */
function shown({ operation, path, headers, body, isValid }: Sent): string {
  const text = body && new TextDecoder().decode(body).slice(0, 600);
  return `  ${operation.method} ${path.slice(0, 400)} ${JSON.stringify(headers).slice(0, 300)} valid: ${isValid}\n  ${text ?? ''}`;
}

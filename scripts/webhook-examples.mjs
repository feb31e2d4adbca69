/** Gives tests in workerd, which has no files, the webhooks that `@octokit/webhooks-examples` has of github.com. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FILE = fileURLToPath(
  new URL('../node_modules/@octokit/webhooks-examples/api.github.com/index.json', import.meta.url),
);
/** Events with something to do. Of the others, which are many, one each is enough. */
const HANDLED = new Set(['push', 'pull_request', 'check_run', 'issue_comment']);

/** @returns {{ name: string, said: object }[]} */
function readExamples() {
  /** @type {{ name: string, examples: object[] }[]} */
  const events = JSON.parse(readFileSync(FILE, 'utf8'));
  return events.flatMap(({ name, examples }) =>
    (HANDLED.has(name) ? examples : examples.slice(0, 1)).map((said) => ({ name, said })),
  );
}

/** A plugin of Vite, which fills test/workerd/github/webhook-examples.ts when a test imports it. */
export const webhookExamples = {
  name: 'webhook-examples',
  /** @param {string} id */
  load(id) {
    if (!id.endsWith('/test/workerd/github/webhook-examples.ts')) return null;
    // As a text, so that nothing parses it as a program.
    return `export const WEBHOOK_EXAMPLES = JSON.parse(${JSON.stringify(JSON.stringify(readExamples()))});`;
  },
};

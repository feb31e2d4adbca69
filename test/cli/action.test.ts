/** The action and the hooks, as GitHub and pre-commit read them; the steps of the action are run as they are written. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { Workplace } from './program.ts';

interface Step {
  id?: string;
  if?: string;
  uses?: string;
  with?: Record<string, string>;
  run?: string;
  shell?: string;
  env?: Record<string, string>;
}
interface Action {
  inputs: Record<string, { description: string; default: string }>;
  outputs: Record<string, { description: string; value: string }>;
  runs: { using: string; steps: Step[] };
}

const action = parse(readFileSync('action.yml', 'utf8')) as Action;
/** One run of the program, and not three. */
const QUICK = { sarif: '', summary: 'false' };
const FAULTY = '# A\n\n### B\n\nThe the end.\n';
const RULES = 'rules: {"*": off, headings/increment: error, prose/doubled-word: warning}\n';

const places: Workplace[] = [];
const inFolder = (files: Record<string, string>): Workplace => {
  const place = new Workplace(files);
  places.push(place);
  return place;
};
afterEach(() => {
  for (const place of places.splice(0)) place.remove();
});

/** What GitHub puts in for an expression. */
function resolved(text: string, inputs: Record<string, string>): string {
  return text.replaceAll(/\$\{\{ (.+?) \}\}/g, (_all, expression: string) => {
    if (expression === 'github.action_path') return resolve('.');
    const name = /^inputs\.([\w-]+)$/.exec(expression)?.[1];
    const value = name && (inputs[name] ?? action.inputs[name]?.default);
    if (value === undefined) throw new Error(`There is no ${expression}`);
    return value;
  });
}

/** Runs the check of the action. @returns its exit code, what it printed, its outputs and its summary */
function check(place: Workplace, inputs: Record<string, string> = {}) {
  const step = action.runs.steps.find(({ id }) => id === 'check');
  place.write('.actions/output', '');
  place.write('.actions/summary', '');
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['-e', '-o', 'pipefail', '-c', step?.run ?? 'exit 99'],
    {
      cwd: place.path,
      encoding: 'utf8',
      env: {
        ...process.env,
        NO_COLOR: '1',
        GITHUB_OUTPUT: place.file('.actions/output'),
        GITHUB_STEP_SUMMARY: place.file('.actions/summary'),
        ...Object.fromEntries(
          Object.entries(step?.env ?? {}).map(([key, text]) => [key, resolved(text, inputs)]),
        ),
      },
    },
  );
  const outputs = readFileSync(place.file('.actions/output'), 'utf8').trim().split('\n');
  const summary = readFileSync(place.file('.actions/summary'), 'utf8');
  return { code: status, stdout, stderr, outputs, summary };
}

describe('the action', () => {
  it('has a description and a default for each input, and uses all of them', () => {
    const { inputs, runs } = action;
    expect(runs.using).toBe('composite');
    const written = JSON.stringify(runs);
    for (const [name, input] of Object.entries(inputs)) {
      expect(input, name).toEqual({
        description: expect.any(String) as string,
        default: expect.any(String) as string,
      });
      expect(written, name).toContain(`inputs.${name} `);
    }
    const guide = readFileSync('docs/git.md', 'utf8');
    for (const name of Object.keys(inputs)) expect(guide, name).toContain(`\`${name}\``);
  });

  it('has no input in a script, where it would be run', () => {
    for (const { run = '' } of action.runs.steps) expect(run).not.toContain('${{');
  });

  it('shows findings on their lines, writes them as SARIF and into the summary, and fails', () => {
    const place = inFolder({ 'docs/a.md': FAULTY, 'galley.yml': RULES });
    const { code, stdout, outputs, summary } = check(place);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^::error file=docs\/a\.md,line=3,.*title=headings\/increment::/m);
    expect(stdout).toMatch(/^::warning file=docs\/a\.md,line=5,/m);
    expect(outputs).toEqual(['exit-code=1', 'sarif=galley.sarif']);
    const sarif = JSON.parse(readFileSync(place.file('galley.sarif'), 'utf8')) as {
      runs: { results: unknown[] }[];
    };
    expect(sarif.runs[0]!.results).toHaveLength(2);
    expect(summary).toContain('headings/increment');
  });

  it('checks the files that are named, one a line, and passes when they are well', () => {
    const place = inFolder({
      'docs/a b.md': '# A\n',
      'docs/it is; $(x).md': '# A\n',
      'bad.md': FAULTY,
      'galley.yml': RULES,
    });
    const { code, stdout, stderr, outputs } = check(place, {
      ...QUICK,
      files: '\n docs/a b.md \n  docs/it is; $(x).md\n\n',
    });
    expect([code, stdout], stderr).toEqual([0, '']);
    expect(outputs[0]).toBe('exit-code=0');
  });

  it('passes or fails by the gate, a baseline, a level and a number of warnings', () => {
    const place = inFolder({ 'a.md': FAULTY, 'galley.yml': `${RULES}gate: {all: {error: 1}}\n` });
    const quick = { ...QUICK, annotations: 'false' };
    expect(check(place, { ...quick, gate: 'true' }).code).toBe(0);
    expect(check(place, { ...quick, gate: 'true', 'max-warnings': '0' }).code).toBe(1);
    expect(check(place, { ...quick, 'fail-on': 'never' })).toMatchObject({
      code: 0,
      summary: '',
      outputs: ['exit-code=0'],
    });
    place.write('known.json', '{"version":1,"files":{}}');
    expect(check(place, { ...quick, baseline: 'missing.json' }).code).not.toBe(0);
  });

  it('says that it can check nothing, and uploads nothing then', () => {
    const { code, outputs } = check(inFolder({ 'a.txt': 'x' }));
    expect(code).toBe(2);
    expect(outputs).toEqual(['exit-code=2']);
    const upload = action.runs.steps.find(({ uses = '' }) => uses.includes('upload-sarif'));
    expect(upload?.if).toContain("steps.check.outputs.sarif != ''");
  });
});

it('the hooks for pre-commit run the program as it is installed', async () => {
  const hooks = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8')) as Record<string, unknown>[];
  expect(hooks.map(({ id }) => id)).toEqual(['galley', 'galley-fix']);
  const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as { bin: Record<string, string> };
  const place = inFolder({ 'a.md': '# A\n\nText.\n', 'b.md': FAULTY, 'galley.yml': RULES });
  for (const { entry, language } of hooks) {
    expect(language).toBe('node');
    const [program = '', ...args] = String(entry).split(' ');
    expect(Object.keys(bin)).toContain(program);
    expect((await place.run([...args, 'a.md', 'b.md'])).code).toBe(1);
  }
});

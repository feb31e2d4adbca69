import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApi } from '../../src/client/index.ts';
import { Folder } from './pusher.ts';
import { Service } from './service.ts';
import { SlowUplink } from './slow-uplink.ts';

const SMALL_FILES = 60;
/** Characters of a document of which two fill a request. */
const LARGE_LENGTH = 400_000;
const LARGE_FILES = 6;
/** Characters of each of the documents that keep a run busy for some seconds. */
const LONG_LENGTH = 200_000;
const LONG_FILES = 12;
const WITHIN = { timeout: 40_000, interval: 20 };
const NO_UUID = '00000000-0000-0000-0000-000000000000';

let service: Service;
let api: ReturnType<typeof createApi>;
let folder: Folder;

beforeAll(async () => {
  service = await Service.start();
  api = createApi({ baseUrl: service.url });
});
afterAll(() => service?.remove());
afterEach(() => folder?.remove());

/** Makes the texts of each test unique: a text that was validated before is reused. */
let title = '';
beforeEach(({ task }) => {
  title = task.id;
});

/** A folder of small documents with one warning each. */
function withSmallFiles(): Folder {
  folder = new Folder();
  for (let n = 0; n < SMALL_FILES; n += 1)
    folder.write(`docs/${n}.md`, `# ${title} ${n}\n\n![](image.png)\n`);
  return folder;
}

function withLongFiles(): Folder {
  folder = new Folder();
  for (let n = 0; n < LONG_FILES; n += 1) folder.write(`docs/${n}.md`, longDocument(n, LONG_LENGTH));
  return folder;
}

function longDocument(n: number, length: number): string {
  const paragraph = `Some words of document ${n}, and [a link](https://example.com/${n}).\n\n`;
  return `# ${title} ${n}\n\n${paragraph.repeat(length / paragraph.length)}`.trimEnd().concat('\n');
}

const runsOf = async (name: string) => (await api.runs({ name })).results;
/** Waits until a process has printed something. */
const until = (said: () => string | undefined) => vi.waitFor(() => expect(said()).toBeTruthy(), WITHIN);

describe('galley push', () => {
  it('validates files in a run, prints what it found, and knows them the next time', async () => {
    const first = withSmallFiles().push(service.url, 'docs/**/*.md', '--wait');
    expect(await first.end(), first.said).toBe(0);
    const [run] = await runsOf('docs/**/*.md');
    expect(run).toMatchObject({ state: 'completed', total: SMALL_FILES, done: SMALL_FILES, reused: 0 });
    expect(first.printed).toContain(`${SMALL_FILES} documents, 0 reused, 0 could not be validated`);
    expect(first.printed).toContain('images/missing-alt in 60 documents');
    expect(first.printed).toContain(`${service.url}/dashboard/workflows/${run?.id}`);
    expect(first.said).toContain(`${SMALL_FILES} files sent`);

    const second = folder.push(service.url, 'docs/**/*.md', '--wait', '--max-warnings', '59');
    expect(await second.end(), second.said).toBe(1);
    expect(second.printed).toContain(`${SMALL_FILES} documents, ${SMALL_FILES} reused`);
    expect(second.printed).toMatch(/Since the last run: 0 new, 0 resolved, \d+ persisting/);

    // Adds an error and removes a warning.
    folder.write('docs/7.md', '# Document 7\n\n```js\nlet a;\n');
    const third = folder.push(service.url, 'docs/**/*.md', '--wait', '--format', 'json');
    expect(await third.end(), third.said).toBe(1);
    const report = JSON.parse(third.printed) as { files: { file_path: string }[] };
    expect(report.files).toHaveLength(SMALL_FILES);
    expect((await runsOf('docs/**/*.md'))[0]).toMatchObject({ reused: SMALL_FILES - 1 });
  });

  it('without --wait prints the id of the run, and leaves the rest to the service', async () => {
    const push = withSmallFiles().push(service.url, 'docs', '--name', 'handbook', '--family', 'words');
    expect(await push.end(), push.said).toBe(0);
    const [run] = await runsOf('handbook');
    expect(push.printed).toBe(`${run?.id}\n`);
    expect(run).toMatchObject({ family: 'words', total: SMALL_FILES });
    await vi.waitFor(
      async () => expect(await api.run(run!.id)).toMatchObject({ state: 'completed' }),
      WITHIN,
    );
  });

  it('names files that can not be read, validates the others, and ends with 2', async () => {
    withSmallFiles().write('docs/latin.md', new Uint8Array([0x23, 0x20, 0xe4]));
    folder.write('docs/large.md', 'x'.repeat(1_000_001));
    const push = folder.push(service.url, 'docs', '--wait');
    expect(await push.end(), push.said).toBe(2);
    expect(push.said).toContain('docs/latin.md is not UTF-8');
    expect(push.said).toContain('docs/large.md is 1000001 bytes');
    expect(push.printed).toContain('docs/latin.md is not UTF-8');
    expect(push.printed).toContain(`${SMALL_FILES + 2} documents, 0 reused, 2 could not be validated`);
  });

  it.each([
    ['a family that is none', ['docs', '--family', 'no-such-family']],
    ['files that are not there', ['none/*.md']],
    ['a format without --wait', ['docs', '--format', 'json']],
    ['a name that is none', ['docs', '--name', ' ']],
  ])('ends with 2 for %s', async (_, args) => {
    const push = withSmallFiles().push(service.url, ...args);
    expect(await push.end()).toBe(2);
    expect(push.said).not.toContain('    at ');
    expect(push.printed).toBe('');
  });
});

describe('an upload that was interrupted', () => {
  const args = ['docs', '--name', 'interrupted', '--wait'];

  it('goes on in the same run, and sends nothing twice', async () => {
    folder = new Folder();
    for (let n = 0; n < LARGE_FILES; n += 1) folder.write(`docs/${n}.md`, longDocument(n, LARGE_LENGTH));
    const uplink = await SlowUplink.create(service.url);
    try {
      // Killed as by a power cut, after the first of three requests.
      uplink.open = 1;
      const killed = folder.push(uplink.url, ...args);
      await vi.waitFor(() => expect(uplink.held).toBe(1), WITHIN);
      expect(await killed.signal('SIGKILL')).toBe(null);
      const [begun] = await runsOf('interrupted');
      expect(begun).toMatchObject({ state: 'pending', total: 2 });

      // Interrupted with Ctrl-C, after the second request.
      uplink.open = 1;
      const interrupted = folder.push(uplink.url, ...args);
      await vi.waitFor(() => expect(uplink.held).toBe(2), WITHIN);
      expect(await interrupted.signal('SIGINT')).toBe(130);
      expect(interrupted.said).toContain(`going on with run ${begun?.id}, which has 2 of the files`);
      expect(interrupted.said).toContain('interrupted; the same command goes on from here');

      // Completed over a working network. One of the files has changed in the meantime.
      folder.write('docs/0.md', '# Another text\n');
      uplink.open = Infinity;
      const last = folder.push(service.url, ...args);
      expect(await last.end(), last.said).toBe(0);
      expect(last.runId).toBe(begun?.id);
      expect(last.said).toContain('3 files sent, 3 were there already');
      expect(await runsOf('interrupted')).toHaveLength(1);
      expect(await api.run(begun!.id)).toMatchObject({
        state: 'completed',
        total: LARGE_FILES,
        failed: 0,
      });
      expect(uplink.paths.toSorted()).toEqual(['docs/0.md', 'docs/1.md', 'docs/2.md', 'docs/3.md']);
    } finally {
      await uplink.remove();
    }
  });

  it('is given up when other files are pushed, or when it is told to', async () => {
    const documents = [{ file_path: 'docs/gone.md', content: '# Gone\n' }];
    const begin = async (): Promise<string> => {
      const { id } = await api.createRun({ type: 'batch_validation', name: 'given up' });
      await api.addDocuments(id, documents);
      return id;
    };
    const others = await begin();
    const push = withSmallFiles().push(service.url, 'docs', '--name', 'given up');
    expect(await push.end(), push.said).toBe(0);
    expect(push.said).toContain(`run ${others} was begun before with other files, and is cancelled`);
    expect(await api.run(others)).toMatchObject({ state: 'cancelled' });

    folder.write('docs/gone.md', '# Gone\n');
    const same = await begin();
    const restarted = folder.push(service.url, 'docs', '--name', 'given up', '--restart');
    expect(await restarted.end(), restarted.said).toBe(0);
    expect(await api.run(same)).toMatchObject({ state: 'cancelled' });
    expect(await api.run(restarted.runId ?? NO_UUID)).toMatchObject({ total: SMALL_FILES + 1 });
  });
});

describe('--wait', () => {
  it('says that a run is paused, and leaves it alone on Ctrl-C', async () => {
    const push = withLongFiles().push(service.url, 'docs', '--name', 'paused', '--wait');
    await until(() => push.runId);
    const id = push.runId ?? NO_UUID;
    await api.controlRun(id, 'pause');
    await vi.waitFor(() => expect(push.said).toContain('the run is paused'), WITHIN);
    expect(await push.signal('SIGINT')).toBe(130);
    expect(push.said).toContain(`galley watch ${id}`);
    expect(await api.run(id)).toMatchObject({ state: 'paused' });
    await api.controlRun(id, 'cancel');
  });

  it('ends with 2 when the run is cancelled', async () => {
    const push = withLongFiles().push(service.url, 'docs', '--name', 'cancelled', '--wait');
    await until(() => push.runId);
    await api.controlRun(push.runId ?? NO_UUID, 'cancel');
    expect(await push.end(), push.said).toBe(2);
    expect(push.printed).toContain('cancelled: cancelled');
  });

  it('goes on when the service was killed and started again', async () => {
    const push = withLongFiles().push(service.url, 'docs', '--name', 'killed', '--wait');
    await until(() => push.runId);
    const id = push.runId ?? NO_UUID;
    // Paused, so that it does not resume by itself: resume.test.ts covers that.
    await api.controlRun(id, 'pause');
    await service.kill();
    await vi.waitFor(() => expect(push.said).toContain('trying again in'), WITHIN);
    await service.start();
    await api.controlRun(id, 'resume');
    expect(await push.end(), push.said).toBe(0);
    expect(push.printed).toContain('killed: completed');
    expect(push.printed).toContain(`${LONG_FILES} documents, 0 reused, 0 could not be validated`);
    expect(await api.run(id)).toMatchObject({ state: 'completed', done: LONG_FILES });
  }, 300_000);
});

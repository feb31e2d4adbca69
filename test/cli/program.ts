import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const PROGRAM = resolve('bin/galley.mjs');

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A folder with files, in which the program is run. */
export class Workplace {
  readonly path = mkdtempSync(join(tmpdir(), 'galley-cli-'));

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    for (const [name, content] of Object.entries(files)) this.write(name, content);
  }

  write(name: string, content: string | Uint8Array): void {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** @param folder - to run the program in, below the folder */
  run(args: readonly string[], input = '', folder = '.'): Promise<Ended> {
    return new Promise((finish, fail) => {
      const child = spawn(process.execPath, [PROGRAM, ...args], {
        cwd: join(this.path, folder),
        env: { ...process.env, NO_COLOR: '1' },
      });
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (data: string) => (stdout += data));
      child.stderr.setEncoding('utf8').on('data', (data: string) => (stderr += data));
      child.on('error', fail);
      child.on('close', (code) => finish({ code, stdout, stderr }));
      child.stdin.end(input);
    });
  }

  /**
   * Checks files, and returns what was found.
   *
   * @returns `path rule level` of each finding, sorted, and the messages on standard error
   */
  async check(
    args: readonly string[],
    folder = '.',
  ): Promise<{ found: string[]; stderr: string; code: number | null }> {
    const { stdout, stderr, code } = await this.run(['check', '--format', 'json', ...args], '', folder);
    if (stdout === '') return { found: [], stderr, code };
    const { files } = JSON.parse(stdout) as {
      files: { file_path: string; issues: { rule_id: string; level: string }[] }[];
    };
    const found = files.flatMap(({ file_path: path, issues }) =>
      issues.map(({ rule_id: rule, level }) => `${path} ${rule} ${level}`),
    );
    return { found: found.toSorted(), stderr, code };
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

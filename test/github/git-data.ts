/** Git objects with their real names: blobs, trees and commits. */

export interface Commit {
  sha: string;
  tree: string;
  parents: string[];
  message: string;
}
export interface TreeEntry {
  path: string;
  mode: string;
  type: 'blob' | 'tree';
  sha: string;
}

const utf8 = new TextEncoder();
const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const unhex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

async function nameOf(type: string, content: Uint8Array): Promise<string> {
  const object = new Uint8Array([...utf8.encode(`${type} ${content.byteLength}\0`), ...content]);
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-1', object)));
}

/** The objects of a repository. */
export class GitData {
  readonly blobs = new Map<string, Uint8Array>();
  readonly trees = new Map<string, TreeEntry[]>();
  readonly commits = new Map<string, Commit>();

  async blob(content: string | Uint8Array): Promise<string> {
    const bytes = typeof content === 'string' ? utf8.encode(content) : content;
    const sha = await nameOf('blob', bytes);
    this.blobs.set(sha, bytes);
    return sha;
  }

  /** @param files - blobs by path */
  async tree(files: ReadonlyMap<string, { sha: string; mode: string }>): Promise<string> {
    const folders = new Map<string, Map<string, { sha: string; mode: string }>>();
    const entries: TreeEntry[] = [];
    for (const [path, file] of files) {
      const [first = '', ...rest] = path.split('/');
      if (rest.length === 0) entries.push({ path: first, type: 'blob', ...file });
      else folders.set(first, (folders.get(first) ?? new Map()).set(rest.join('/'), file));
    }
    for (const [path, below] of folders) {
      entries.push({ path, mode: '040000', type: 'tree', sha: await this.tree(below) });
    }
    const key = ({ path, type }: TreeEntry) => (type === 'tree' ? `${path}/` : path);
    entries.sort((a, b) => (key(a) < key(b) ? -1 : 1));
    const content = entries.flatMap(({ mode, path, sha }) => [
      ...utf8.encode(`${mode.replace(/^0/, '')} ${path}\0`),
      ...unhex(sha),
    ]);
    const sha = await nameOf('tree', Uint8Array.from(content));
    this.trees.set(sha, entries);
    return sha;
  }

  async commit(tree: string, parents: string[], message: string): Promise<string> {
    const lines = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`), '', message];
    const sha = await nameOf('commit', utf8.encode(lines.join('\n')));
    this.commits.set(sha, { sha, tree, parents, message });
    return sha;
  }

  /** All files below a tree, or of a commit. */
  files(sha: string, folder = ''): Map<string, { sha: string; mode: string }> {
    const tree = this.trees.get(this.commits.get(sha)?.tree ?? sha) ?? [];
    return new Map(
      tree.flatMap(({ type, path, ...file }) =>
        type === 'tree'
          ? [...this.files(file.sha, `${folder}${path}/`)]
          : [[`${folder}${path}`, file] as const],
      ),
    );
  }

  /** The text of a file of a commit. */
  text(commit: string, path: string): string | undefined {
    const file = this.files(commit).get(path);
    const bytes = file && this.blobs.get(file.sha);
    return bytes && new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  }
}

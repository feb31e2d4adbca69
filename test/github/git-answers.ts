/** How the GitHub of the tests answers about git data: branches, trees, blobs and commits. */
import { Failure, type Answers } from './asked.ts';
import type { Commit } from './git-data.ts';
import { REPOSITORY, type Repository } from './repository.ts';

export const GIT_ANSWERS: Answers<Repository> = {
  'GET /repos/{owner}/{repo}': () => [200, { full_name: REPOSITORY, default_branch: 'main' }],

  'GET /repos/{owner}/{repo}/git/ref/{ref}'({ branches }, { parameters }) {
    const sha = branches.get((parameters['ref'] ?? '').replace(/^heads\//, ''));
    if (sha === undefined) throw new Failure(404, 'Not Found');
    return [200, { ref: `refs/${parameters['ref'] ?? ''}`, object: { type: 'commit', sha } }];
  },

  'POST /repos/{owner}/{repo}/git/refs'(repository, { body }) {
    const branch = String(body.ref).replace('refs/heads/', '');
    if (repository.branches.has(branch)) throw new Failure(422, 'Reference already exists');
    if (!repository.git.commits.has(body.sha)) throw new Failure(422, 'Object does not exist');
    repository.move(branch, body.sha);
    return [201, { ref: body.ref, object: { type: 'commit', sha: body.sha } }];
  },

  'PATCH /repos/{owner}/{repo}/git/refs/{ref}'(repository, { parameters, body }) {
    const branch = (parameters['ref'] ?? '').replace(/^heads\//, '');
    const old = repository.branches.get(branch);
    if (old === undefined) throw new Failure(422, 'Reference does not exist');
    const { parents = [] } = repository.git.commits.get(body.sha) ?? {};
    if (body.force !== true && old !== body.sha && !parents.includes(old)) {
      throw new Failure(422, 'Update is not a fast forward');
    }
    repository.move(branch, body.sha);
    return [200, { ref: `refs/heads/${branch}`, object: { type: 'commit', sha: body.sha } }];
  },

  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': (repository, { parameters, query }) => [
    200,
    treeAnswer(repository, parameters['tree_sha'] ?? '', query.has('recursive')),
  ],

  async 'POST /repos/{owner}/{repo}/git/trees'(repository, { body }) {
    const { git } = repository;
    if (body.base_tree !== undefined && !git.trees.has(body.base_tree)) {
      throw new Failure(422, 'base_tree is not a tree oid');
    }
    const files = body.base_tree === undefined ? new Map() : git.files(body.base_tree);
    for (const entry of body.tree) {
      const sha = entry.content === undefined ? entry.sha : await git.blob(entry.content);
      files.set(entry.path, { sha, mode: entry.mode });
    }
    return [201, treeAnswer(repository, await git.tree(files), false)];
  },

  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}'({ git }, { parameters }) {
    const sha = parameters['file_sha'] ?? '';
    const bytes = git.blobs.get(sha);
    if (!bytes) throw new Failure(404, 'Not Found');
    const content = btoa([...bytes].map((byte) => String.fromCharCode(byte)).join(''));
    const lines = content.replaceAll(/.{60}/g, '$&\n');
    return [200, { sha, content: lines, encoding: 'base64', size: bytes.byteLength }];
  },

  'GET /repos/{owner}/{repo}/git/commits/{commit_sha}'({ git }, { parameters }) {
    const commit = git.commits.get(parameters['commit_sha'] ?? '');
    if (!commit) throw new Failure(404, 'Not Found');
    return [200, commitAnswer(commit)];
  },

  async 'POST /repos/{owner}/{repo}/git/commits'({ git }, { body }) {
    if (!git.trees.has(body.tree)) throw new Failure(422, 'Tree SHA does not exist');
    const sha = await git.commit(body.tree, body.parents, body.message);
    return [201, commitAnswer(git.commits.get(sha)!)];
  },
};

function commitAnswer({ sha, tree, parents, message }: Commit) {
  return { sha, message, tree: { sha: tree }, parents: parents.map((parent) => ({ sha: parent })) };
}

function treeAnswer({ git }: Repository, sha: string, isRecursive: boolean) {
  const treeSha = git.commits.get(sha)?.tree ?? sha;
  const top = git.trees.get(treeSha);
  if (!top) throw new Failure(404, 'Not Found');
  const sizeOf = (blob: string) => git.blobs.get(blob)?.byteLength ?? 0;
  const tree = isRecursive
    ? [...git.files(treeSha)].map(([path, file]) => ({ path, type: 'blob', size: sizeOf(file.sha), ...file }))
    : top.map((entry) => (entry.type === 'blob' ? { ...entry, size: sizeOf(entry.sha) } : entry));
  return { sha: treeSha, truncated: false, tree };
}

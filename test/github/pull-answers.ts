/** How the GitHub of the tests answers about pull requests, and what they change. */
import { createTwoFilesPatch } from 'diff';
import { Failure, page, type Answers, type Asked } from './asked.ts';
import { REPOSITORY, type Comment, type Pull, type Repository } from './repository.ts';

type Asking = Repository & { api: string };

export const PULL_ANSWERS: Answers<Asking> = {
  'GET /repos/{owner}/{repo}/pulls'(repository, { query }) {
    const head = query.get('head')?.split(':')[1];
    const found = [...repository.pulls.values()].filter(
      (one) => (head === undefined || one.headBranch === head) && matchesState(one, query.get('state')),
    );
    return [200, found.map((one) => pullAnswer(repository, one))];
  },

  'POST /repos/{owner}/{repo}/pulls'(repository, { body: { head, base, title, body } }) {
    if ([...repository.pulls.values()].some((one) => one.headBranch === head && one.state === 'open')) {
      throw new Failure(422, 'A pull request already exists');
    }
    const pull = repository.pull(repository.newId(), head, base, { title, body });
    return [201, pullAnswer(repository, pull)];
  },

  'GET /repos/{owner}/{repo}/pulls/{pull_number}': (repository, asked) => [
    200,
    pullAnswer(repository, pullOf(repository, asked)),
  ],

  'GET /repos/{owner}/{repo}/pulls/{pull_number}/files': (repository, asked) =>
    page(asked, changedFiles(repository, pullOf(repository, asked)), repository.api),

  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews'(repository, { parameters, body }) {
    const pull = Number(parameters['pull_number']);
    const comments = ((body.comments ?? []) as Comment[]).map((comment): Comment => ({
      start_line: null,
      ...comment,
      id: repository.newId(),
      pull,
    }));
    repository.reviewComments.push(...comments);
    repository.reviews.push({ body: body.body, comments });
    return [200, { body: body.body, state: 'COMMENTED', commit_id: body.commit_id }];
  },
};

function matchesState({ state }: Pull, wanted: string | null): boolean {
  return wanted === 'all' || state === (wanted ?? 'open');
}

function pullOf({ pulls }: Repository, { parameters }: Asked): Pull {
  const pull = pulls.get(Number(parameters['pull_number']));
  if (!pull) throw new Failure(404, 'Not Found');
  return pull;
}

function pullAnswer({ branches }: Repository, pull: Pull) {
  const { number, head, headBranch, base, state, title, body, isFork = false } = pull;
  return {
    number,
    state,
    title,
    body,
    html_url: `https://github.test/${REPOSITORY}/pull/${number}`,
    head: { ref: headBranch, sha: head, repo: { id: isFork ? 2 : 1 } },
    base: { ref: base, sha: branches.get(base) ?? '', repo: { id: 1 } },
  };
}

/** The files that differ between the base and the head, as GitHub lists them. */
function changedFiles({ git, branches }: Repository, { head, base }: Pull) {
  const before = git.files(branches.get(base) ?? '');
  const after = git.files(head);
  const text = (file?: { sha: string }) => new TextDecoder().decode(git.blobs.get(file?.sha ?? ''));
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().flatMap((path) => {
    const [old, now] = [before.get(path), after.get(path)];
    if (old?.sha === now?.sha) return [];
    const status = !old ? 'added' : !now ? 'removed' : 'modified';
    const patch = createTwoFilesPatch(path, path, text(old), text(now)).split('\n').slice(4).join('\n');
    return [{ filename: path, status, sha: (now ?? old)?.sha, patch }];
  });
}

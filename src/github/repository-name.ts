/** The parameters of a request about a repository. @param name - `owner/name` */
export function repositoryOf(name: string): { owner: string; repo: string } {
  const [owner = '', repo = ''] = name.split('/');
  return { owner, repo };
}

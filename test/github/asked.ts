/** What the GitHub of the tests is asked, and how it answers. */

export interface Asked {
  /** As GitHub describes it: `GET /repos/{owner}/{repo}`. */
  name: string;
  parameters: Record<string, string>;
  pathname: string;
  query: URLSearchParams;
  // oxlint-disable-next-line typescript/no-explicit-any -- bodies of many operations
  body: any;
}

/** Status, data, and headers if there are any. */
export type Answered = [number, unknown, Record<string, string>?];

/** Answers an operation. */
export interface Answers<Of> {
  [name: string]: (of: Of, asked: Asked) => Answered | Promise<Answered>;
}

/** Resolving conversations and reading them, which REST does not have. */
export const GRAPHQL = 'POST /graphql';

/** An answer that is not the usual one. */
export class Failure extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;
  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** One page of a list, with a link to the next one. */
export function page({ query, pathname }: Asked, all: readonly unknown[], api: string): Answered {
  const size = Number(query.get('per_page') ?? 30);
  const number = Number(query.get('page') ?? 1);
  const hasMore = all.length > size * number;
  const url = `${api}${pathname}?per_page=${size}&page=${number + 1}`;
  return [
    200,
    all.slice(size * (number - 1), size * number),
    hasMore ? { Link: `<${url}>; rel="next"` } : {},
  ];
}

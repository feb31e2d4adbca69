/**
 * The first requests of the page that an address names. They are sent before the script of the page is here, so that the
 * service answers while the browser loads and reads it.
 */

/** What was not asked for by then is asked for anew. */
const KEPT_MS = 10_000;

type Address = Pick<URL, 'pathname' | 'search' | 'origin'>;

/** A request that was sent ahead. */
interface Ahead {
  /** Undefined when it was refused or got no answer. */
  answer: Promise<Response | undefined>;
  /** Ends the request, and reading its answer. */
  controller: AbortController;
}
const sent = new Map<string, Ahead>();

/** The filters of documents that the address names as the API does. */
const LIST_NAMES = /^(?:family|folder|outcome|owner|ref|rule_id|file_path|open|removed|sort)$/;
/** Answers about who is signed in are of use whatever they are. */
export const SESSION = '/api/session';

/** The address of a request, whatever the order of its query. */
function keyOf({ pathname, searchParams }: URL): string {
  return `${pathname}?${[...searchParams].toSorted(([a], [b]) => (a < b ? -1 : 1)).join('&')}`;
}

/** What the page at an address asks for first. */
export function firstRequests({ pathname, search }: Omit<Address, 'origin'>): string[] {
  const [, page, id] = /^\/dashboard\/(documents|desk|validations)(?:\/([^/]+))?$/.exec(pathname) ?? [];
  if (page === 'documents' && id === undefined) {
    const isList = [...new URLSearchParams(search).keys()].every((name) => LIST_NAMES.test(name));
    return isList ? [`/api/documents${search}`] : [];
  }
  if (page === undefined || page === 'documents' || id === undefined) return [];
  const detail = `/api/validations/${id}`;
  return page === 'desk' ? [detail, `${detail}/content`] : [detail];
}

/** Sends what the page at an address asks for first. @param before - the paths of other requests, to be sent before */
export function askAhead(address: Address, before: readonly string[] = []): void {
  for (const path of [...before, ...firstRequests(address)]) {
    const url = new URL(path, address.origin);
    const key = keyOf(url);
    const controller = new AbortController();
    // What fails is asked for anew by whoever needs it, who then says so.
    const answer = fetch(url, { signal: controller.signal }).then(
      (response) => (response.ok || path === SESSION ? response : undefined),
      () => undefined,
    );
    const ahead = { answer, controller };
    sent.set(key, ahead);
    setTimeout(() => {
      if (sent.get(key) === ahead) sent.delete(key);
    }, KEPT_MS);
  }
}

/** @returns the request for this that was sent ahead, once */
export function takeAhead(url: URL): Ahead | undefined {
  const key = keyOf(url);
  const ahead = sent.get(key);
  sent.delete(key);
  return ahead;
}

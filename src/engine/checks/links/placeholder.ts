const PLACEHOLDER_WORDS =
  /^(?:#|todo|tbd|fixme|xxx+|placeholder|(?:your|insert|add)[-_ ]?(?:url|link)(?:[-_ ]?here)?|(?:url|link)[-_ ]?(?:goes[-_ ]?)?here)$/i;
const BARE_SCHEME = /^(?:https?|ftp|mailto):\/{0,2}$/i;
const TODO_PREFIX = /^(?:todo|fixme|tbd)[:_-]/i;
const EXAMPLE_FILLER =
  /^https?:\/\/(?:www\.)?example\.(?:com|org|net)\/(?:xxx+|todo|placeholder|path\/to\b.*|your-.*)\/?$/i;

/** Whether a destination stands for one that is still to be written, e.g. `TODO` or `https://`. */
export function isPlaceholder(destination: string): boolean {
  return (
    PLACEHOLDER_WORDS.test(destination) ||
    BARE_SCHEME.test(destination) ||
    TODO_PREFIX.test(destination) ||
    EXAMPLE_FILLER.test(destination)
  );
}

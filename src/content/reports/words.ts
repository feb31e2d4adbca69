/** What reports for people have in common. */
import type { Counts, Outcome } from '../../shared/things.ts';

export const OUTCOMES_IN_WORDS: Readonly<Record<Outcome, string>> = {
  pass: 'Passed',
  warning: 'Warnings',
  fail: 'Failed',
};

/** `3 errors, 1 warning, 0 notes` */
export function countsInWords({ error, warning, info }: Counts): string {
  return [inWords(error, 'error'), inWords(warning, 'warning'), inWords(info, 'note')].join(', ');
}

function inWords(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Characters that can't be seen, or that turn the text around them. */
const HIDDEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** The text with its hidden characters spelt out, e.g. `[U+202E]`. */
export function revealHidden(text: string): string {
  return text.replaceAll(
    HIDDEN,
    (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}

/** An address that may be linked to: a rule's page may be named by an imported style. */
export function shownAddress(address: string | undefined): string | null {
  return address?.startsWith('https://') === true ? address : null;
}

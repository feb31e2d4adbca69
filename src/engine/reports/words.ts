/** What reports for people have in common. */
import type { Counts, Level, Outcome } from '../../shared/things.ts';

export const OUTCOMES_IN_WORDS: Readonly<Record<Outcome, string>> = {
  pass: 'Passed',
  warning: 'Warnings',
  fail: 'Failed',
};

/** A level as people read it; `info` is a note. */
export function levelInWords(level: Level): string {
  return level === 'info' ? 'note' : level;
}

/** `3 errors, 1 warning, 0 notes` */
export function countsInWords({ error, warning, info }: Counts): string {
  return [counted(error, 'error'), counted(warning, 'warning'), counted(info, 'note')].join(', ');
}

/** `1,204 documents` */
export function counted(count: number, noun: string): string {
  return `${figure(count)} ${noun}${count === 1 ? '' : 's'}`;
}

export function figure(count: number): string {
  return count.toLocaleString('en');
}

/** How many errors, warnings and notes. */
export function figures({ error, warning, info }: Counts): string[] {
  return [error, warning, info].map(figure);
}

/** A moment as people read it, to the minute; as it stands when it is none. */
export function momentInWords(moment: string): string {
  const time = new Date(moment);
  if (Number.isNaN(time.getTime())) return moment;
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** `2 h 5 min`, `3 min 20 s`, `12 s`: the two largest parts. */
export function durationInWords(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds < 1) return 'less than a second';
  const parts = [
    { amount: Math.floor(seconds / 3_600), unit: 'h' },
    { amount: Math.floor((seconds % 3_600) / 60), unit: 'min' },
    { amount: seconds % 60, unit: 's' },
  ];
  const first = parts.findIndex(({ amount }) => amount > 0);
  return parts
    .slice(first, first + 2)
    .filter(({ amount }) => amount > 0)
    .map(({ amount, unit }) => `${figure(amount)} ${unit}`)
    .join(' ');
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

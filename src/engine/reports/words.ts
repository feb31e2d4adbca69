/** Wording shared by the reports for people. */
import type { Counts, Level, Outcome } from '../../shared/things.ts';

/** The outcomes, as labels. */
export const OUTCOMES_IN_WORDS: Readonly<Record<Outcome, string>> = {
  pass: 'Passed',
  warning: 'Warnings',
  fail: 'Failed',
};

/** A level in words; `info` is a note. */
export function levelInWords(level: Level): string {
  return level === 'info' ? 'note' : level;
}

/** E.g. `3 errors, 1 warning, 0 notes`. */
export function countsInWords({ error, warning, info }: Counts): string {
  return [counted(error, 'error'), counted(warning, 'warning'), counted(info, 'note')].join(', ');
}

/** E.g. `1,204 documents`. */
export function counted(count: number, noun: string): string {
  return `${figure(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A number with thousands separators, e.g. `1,204`. */
export function figure(count: number): string {
  return count.toLocaleString('en');
}

/** The numbers of errors, warnings and notes. */
export function levelFigures({ error, warning, info }: Counts): string[] {
  return [error, warning, info].map(figure);
}

/** A timestamp in UTC to the minute. Returns the input if it is not a valid timestamp. */
export function momentInWords(moment: string): string {
  const time = new Date(moment);
  if (Number.isNaN(time.getTime())) return moment;
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The two largest units of a duration: `2 h 5 min`, `3 min 20 s`, `12 s`. */
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

/** Returns the address if it is safe to link to, i.e. https. Imported styles can set a rule's address. */
export function shownAddress(address: string | undefined): string | null {
  return address?.startsWith('https://') === true ? address : null;
}

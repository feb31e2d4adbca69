/** Test support: runs rules written in a test on a document. */
import { readOutline } from '../document/outline.ts';
import { readProse } from '../document/prose.ts';
import type { SpellChecker } from '../document/spelling.ts';
import type { Finding } from '../rules/finding.ts';
import { importStyle } from './import-style.ts';
import type { ImportedStyle } from './imported-style.ts';
import { checkStyles, compileStyles } from './styles.ts';

/** Imports a style named `My` from the given files. */
export function exampleStyle(files: Readonly<Record<string, string>>): ImportedStyle {
  return importStyle('My', new Map(Object.entries(files)));
}

/** What the rules are compiled with; by default no vocabulary and no dictionary. */
export interface ExampleOptions {
  accept?: readonly string[];
  spelling?: SpellChecker;
}

/** Returns what a style finds in a Markdown document. */
export function findingsOf(
  style: ImportedStyle,
  text: string,
  { accept = [], spelling }: ExampleOptions = {},
): Finding[] {
  const compiled = compileStyles([style], { accept, spelling: spelling ?? null });
  const findings: Finding[] = [];
  const blocks = readProse(text, readOutline(text, 0).tree);
  checkStyles(
    compiled,
    { text, blocks },
    () => true,
    (finding) => findings.push(finding),
  );
  return findings;
}

/** Returns the text at each finding of one rule. */
export function foundBy(rule: string, text: string, options: ExampleOptions = {}): string[] {
  return findingsOf(exampleStyle({ 'Rule.yml': rule }), text, options).map(({ start, end }) =>
    text.slice(start, end),
  );
}

/** Returns the messages of one rule. */
export function saidBy(rule: string, text: string, options: ExampleOptions = {}): string[] {
  return findingsOf(exampleStyle({ 'Rule.yml': rule }), text, options).map(({ message }) => message);
}

/** Returns the document with all replacements of one rule applied. */
export function editedBy(rule: string, text: string): string {
  const replacements = findingsOf(exampleStyle({ 'Rule.yml': rule }), text).flatMap(
    (finding) => finding.replacements ?? [],
  );
  return replacements
    .toSorted((a, b) => b.start - a.start)
    .reduce((edited, { start, end, text: by }) => edited.slice(0, start) + by + edited.slice(end), text);
}

import type { Family, Level, ValidationType } from '../shared/things.ts';
import type { FrontMatterBlock } from './front-matter-block.ts';
import type { LineIndex } from './line-index.ts';
import type { Outline } from './outline.ts';

/** A replacement that a rule wants: `[start, end)` of the document becomes `text`. */
export interface Replacement {
  start: number;
  end: number;
  text: string;
}

/** What a validator reports, in offsets of the original text. The engine makes the issue and the proposal of it. */
export interface Finding {
  ruleId: string;
  start: number;
  end: number;
  message: string;
  /** What to do, in words, when that says more than the rule's own instruction. */
  suggestion?: string;
  /** All of them are applied, or none. */
  replacements?: readonly Replacement[];
}

/** One document, read once, as every validator sees it. */
export interface DocumentView {
  readonly text: string;
  readonly family: Family;
  readonly lines: LineIndex;
  readonly frontMatter: FrontMatterBlock | null;
  /** Where the Markdown begins: after a byte order mark and the front matter. */
  readonly bodyStart: number;
  /** null when the text is too complex to be parsed in bounded time. */
  readonly outline: Outline | null;
  /** The line ending that the document uses most. */
  readonly lineEnding: string;
  readonly validationTypes: ReadonlySet<ValidationType>;
}

export type Report = (finding: Finding) => void;
export type Validator = (view: DocumentView, report: Report) => void;

/** Whether findings of a rule come with edits, and whether those are certain (`auto`) or a guess (`suggest`). */
export type RuleFix = 'auto' | 'suggest' | 'none';

/** One rule: everything about it that is not code. */
export interface Rule {
  readonly id: string;
  /** The validation type that it belongs to; `document` rules always run. */
  readonly type: ValidationType | 'document';
  readonly level: Level;
  readonly fix: RuleFix;
  /** What it finds, in one sentence. */
  readonly purpose: string;
  /** Title of its proposal, imperative; `{n}` is the number of findings, `{s}` the plural s. */
  readonly title: string;
  /** What a reviewer or a writer should do. */
  readonly instruction: string;
  /** How sure the edits are: 1 is mechanical. */
  readonly confidence: number;
  readonly docsUrl?: string;
}

import type { ValidationType } from '../../shared/things.ts';
import type { FrontMatterBlock } from '../document/front-matter-block.ts';
import type { InlineControl } from '../document/inline-control.ts';
import type { DocumentLibrary } from '../document/library.ts';
import type { LineIndex } from '../text/line-index.ts';
import type { Outline } from '../document/outline.ts';
import type { Pack, Profile } from '../packs/pack.ts';
import type { ProseBlock } from '../document/prose.ts';
import type { Settings } from './settings.ts';
import type { SpellChecker } from '../document/spelling.ts';
import type { CompiledStyles } from '../vale/styles.ts';

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
  /** How sure it is, 0..1, when that depends on the place rather than on the rule. */
  confidence?: number;
}

/** One document, read once, as every validator sees it. */
export interface DocumentView {
  readonly text: string;
  /** Its path, `/`-separated, relative to the root that links are resolved against. */
  readonly filePath: string;
  readonly lines: LineIndex;
  readonly frontMatter: FrontMatterBlock | null;
  /** Where the Markdown begins: after a byte order mark and the front matter. */
  readonly bodyStart: number;
  /** null when the text is too complex to be parsed in bounded time. */
  readonly outline: Outline | null;
  /** What people read of it, read when it is first asked for; empty without an outline. */
  readonly prose: () => readonly ProseBlock[];
  /** What the document's own comments say about rules. */
  readonly control: InlineControl;
  /** The line ending that the document uses most. */
  readonly lineEnding: string;
  readonly validationTypes: ReadonlySet<ValidationType>;
  /** Which rules are on for this document, and their options. */
  readonly settings: Settings;
  readonly profile: Profile;
  /** What the family knows: terms, APIs, formats, required fields. */
  readonly pack: Pack;
  /** The rules of imported styles. */
  readonly styles: CompiledStyles;
  /** The dictionary that words are looked up in. */
  readonly spelling: SpellChecker | null;
  /** The other documents that links may lead to. */
  readonly library: DocumentLibrary | null;
}

export type ReportFinding = (finding: Finding) => void;
export type Validator = (view: DocumentView, report: ReportFinding) => void;

import { LineIndex } from '../text/line-index.ts';
import { estimateCost } from './complexity.ts';
import { MAX_PARSER_COST_MICROS, PARSER_WEIGHTS } from './cost-weights.ts';
import { findFrontMatter, textStart, type FrontMatterBlock } from './front-matter-block.ts';
import { readHtmlTexts } from './html-texts.ts';
import { readOutline, type Outline } from './outline.ts';
import { readProse, type ProseBlock } from './prose.ts';

/** Why a document has no outline. */
export type ParseProblem =
  /** Parsing it would take too long; `reason` names what there is too much of. */
  { kind: 'too-complex'; reason: string } | { kind: 'failed'; error: unknown };

/**
 * A document that is parsed at most once, on demand: rules, links and anchors all read the same tree.
 *
 * @example
 * ```ts
 * const document = new ParsedDocument(text);
 * readDocumentLinks(document, 'docs/a.md').linkedPaths;
 * validateDocument({ document, filePath: 'docs/a.md', ruleset });
 * ```
 */
export class ParsedDocument {
  readonly text: string;
  readonly lines: LineIndex;
  readonly frontMatter: FrontMatterBlock | null;
  /** Offset of the first code unit after the byte order mark and the front matter. */
  readonly bodyStart: number;
  #parsed: { outline: Outline | null; problem: ParseProblem | null } | undefined;
  #prose: readonly ProseBlock[] | undefined;
  #words: readonly ProseBlock[] | undefined;

  constructor(text: string) {
    this.text = text;
    this.lines = new LineIndex(text);
    this.frontMatter = findFrontMatter(text, this.lines);
    this.bodyStart = this.frontMatter?.end ?? textStart(text);
  }

  /** The outline; null when the document can't be parsed, or not in bounded time: see {@link problem}. */
  get outline(): Outline | null {
    return this.#read().outline;
  }

  /** Why there is no outline; null when there is one. */
  get problem(): ParseProblem | null {
    return this.#read().problem;
  }

  /** What people read of the document; empty without an outline. */
  get prose(): readonly ProseBlock[] {
    const { outline } = this;
    return (this.#prose ??= outline ? readProse(this.text, outline.tree) : []);
  }

  /** The prose, the text in blocks of HTML, and alternative texts, in document order; empty without an outline. */
  get words(): readonly ProseBlock[] {
    const { outline, prose } = this;
    return (this.#words ??= outline ? inOrder(prose, readHtmlTexts(this.text, outline)) : []);
  }

  #read(): { outline: Outline | null; problem: ParseProblem | null } {
    return (this.#parsed ??= parse(this.text, this.bodyStart));
  }
}

function inOrder(prose: readonly ProseBlock[], others: readonly ProseBlock[]): readonly ProseBlock[] {
  if (others.length === 0) return prose;
  return [...prose, ...others].toSorted((a, b) => a.offsetAt(0) - b.offsetAt(0));
}

function parse(text: string, bodyStart: number): { outline: Outline | null; problem: ParseProblem | null } {
  const cost = estimateCost(text.slice(bodyStart), PARSER_WEIGHTS);
  if (cost.micros > MAX_PARSER_COST_MICROS) {
    return { outline: null, problem: { kind: 'too-complex', reason: cost.reason } };
  }
  try {
    return { outline: readOutline(text, bodyStart), problem: null };
  } catch (error) {
    return { outline: null, problem: { kind: 'failed', error } };
  }
}

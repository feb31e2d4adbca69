import { LineIndex } from '../text/line-index.ts';
import { DEFAULT_FLAVOR, FLAVOR_TRAITS, type Flavor } from '../flavors/flavor.ts';
import { maskTemplates, type TemplateSpan } from '../flavors/template-span.ts';
import { readTemplates } from '../flavors/templates.ts';
import { findFrontMatter, textStart, type FrontMatterBlock } from './front-matter-block.ts';
import { readHtmlTexts } from './html-texts.ts';
import { readOutline, type Outline } from './outline.ts';
import { excessOf } from './parser-cost.ts';
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
  readonly flavor: Flavor;
  /** What belongs to templates, in the flavor; empty in a flavor that knows none. */
  readonly templates: readonly TemplateSpan[];
  /** The text with its templates hidden, of the same length: what rules of Markdown and prose look at. */
  readonly markdown: string;
  #parsed: { outline: Outline | null; problem: ParseProblem | null } | undefined;
  #prose: readonly ProseBlock[] | undefined;
  #words: readonly ProseBlock[] | undefined;

  /** @param flavor - the dialect that the document is written in */
  constructor(text: string, flavor: Flavor = DEFAULT_FLAVOR) {
    this.text = text;
    this.lines = new LineIndex(text);
    this.frontMatter = findFrontMatter(text, this.lines);
    this.bodyStart = this.frontMatter?.end ?? textStart(text);
    this.flavor = flavor;
    this.templates = FLAVOR_TRAITS[flavor].templates ? readTemplates(text, this.bodyStart, flavor).spans : [];
    this.markdown = maskTemplates(text, this.templates);
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
    return (this.#prose ??= outline ? readProse(this.markdown, outline.tree) : []);
  }

  /** The prose, the text in blocks of HTML, and alternative texts, in document order; empty without an outline. */
  get words(): readonly ProseBlock[] {
    const { outline, prose } = this;
    return (this.#words ??= outline ? inOrder(prose, readHtmlTexts(this.text, outline)) : []);
  }

  #read(): { outline: Outline | null; problem: ParseProblem | null } {
    return (this.#parsed ??= parse(this));
  }
}

function inOrder(prose: readonly ProseBlock[], others: readonly ProseBlock[]): readonly ProseBlock[] {
  if (others.length === 0) return prose;
  return [...prose, ...others].toSorted((a, b) => a.offsetAt(0) - b.offsetAt(0));
}

function parse({ text, bodyStart, markdown }: ParsedDocument): {
  outline: Outline | null;
  problem: ParseProblem | null;
} {
  const reason = excessOf(markdown.slice(bodyStart));
  if (reason !== null) return { outline: null, problem: { kind: 'too-complex', reason } };
  try {
    return { outline: readOutline(text, bodyStart, markdown), problem: null };
  } catch (error) {
    return { outline: null, problem: { kind: 'failed', error } };
  }
}

/** How site generators name the anchors of headings. */
import GithubSlugger, { slug as githubSlug } from 'github-slugger';
import { idIn, type AnchorSources, type HeadingSource } from './anchor-sources.ts';

/** The generators whose anchors are known; the first is the default. */
export const ANCHOR_STYLES = [
  'github',
  'gitlab',
  'docusaurus',
  'mdx',
  'hugo',
  'kramdown',
  'jekyll',
  'mkdocs',
  'vitepress',
] as const;
export type AnchorStyle = (typeof ANCHOR_STYLES)[number];
export const DEFAULT_ANCHOR_STYLE: AnchorStyle = 'github';

/** Names the anchors of one document. Called for each heading in document order. */
type Namer = (heading: HeadingSource) => readonly string[];

const NAMERS: Readonly<Record<AnchorStyle, () => Namer>> = {
  github: githubNamer,
  gitlab: gitlabNamer,
  docusaurus: docusaurusNamer,
  mdx: docusaurusNamer,
  hugo: hugoNamer,
  kramdown: kramdownNamer,
  jekyll: jekyllNamer,
  mkdocs: mkdocsNamer,
  vitepress: vitepressNamer,
};

/**
 * Makes the anchors of a document: what links to it may name after `#`. They include `top`, which browsers know, and the
 * ids in HTML. A partial document may have others: see {@link knownAnchors}.
 */
export function anchorsOf({ headings, ids }: AnchorSources, style: AnchorStyle): Set<string> {
  const anchors = new Set(['top', ...ids]);
  const name = NAMERS[style]();
  for (const heading of headings) for (const anchor of name(heading)) anchors.add(anchor);
  return anchors;
}

/** All anchors of a document; undefined when the document is not known in full, so that any anchor may be there. */
export function knownAnchors(sources: AnchorSources, style: AnchorStyle): Set<string> | undefined {
  return sources.isPartial ? undefined : anchorsOf(sources, style);
}

/** The anchors that any of the known generators gives a document: one of them is right where it is not known which. */
export function anchorsOfAnyStyle(sources: AnchorSources): Set<string> {
  return new Set(ANCHOR_STYLES.flatMap((style) => [...anchorsOf(sources, style)]));
}

/** The contents of `{#id}` or `{: #id}`. */
const CUSTOM_ID = /^:?\s*#(\S+)\s*$/;
/** The comment that Docusaurus reads where braces are expressions. */
const MDX_ID = /^\/\*\s*#(\S+)\s*\*\/$/;
/** The same as react.dev and its translations have it. */
const COMMENT_ID = /^\/\*\s*#?([\w-]+)\s*\*\/$/;

/** The id in the braces at the end of a heading; undefined when there is none. */
function customId(text: string, ...patterns: readonly RegExp[]): string | undefined {
  const braces = bracesOf(text);
  for (const pattern of patterns) {
    const id = braces === undefined ? undefined : pattern.exec(braces)?.[1];
    if (id !== undefined) return id;
  }
  return undefined;
}

/** The id among the attributes at the end of a heading, e.g. `{.note #id}`; undefined when there is none. */
function attributeId(text: string): string | undefined {
  const braces = bracesOf(text);
  return braces === undefined ? undefined : idIn(braces);
}

function bracesOf(text: string): string | undefined {
  const trimmed = text.trimEnd();
  return trimmed.endsWith('}') ? trimmed.slice(trimmed.lastIndexOf('{') + 1, -1) : undefined;
}

/** Attributes without an id, e.g. `{.note lang=en}`. */
const ATTRIBUTES = /^:?\s*(?:(?:[.#][^\s{}]+|[\w-]+=(?:"[^"]*"|\S+))(?:\s+|$))+$/;

/** A heading without the attributes at its end, which readers do not see. */
function withoutAttributes(text: string): string {
  const braces = bracesOf(text);
  if (braces === undefined || !ATTRIBUTES.test(braces)) return text;
  return text.slice(0, text.lastIndexOf('{')).trimEnd();
}

/**
 * Names anchors as GitHub does. Attributes mean nothing there, but documents with them are read elsewhere too, so their id
 * counts as well.
 */
function githubNamer(): Namer {
  const slugger = new GithubSlugger();
  return ({ text, idAfter }) => {
    const custom = idAfter ?? attributeId(text) ?? customId(text, COMMENT_ID);
    return [slugger.slug(text), ...(custom === undefined ? [] : [custom])];
  };
}

/** @see https://docs.gitlab.com/user/markdown/#heading-ids-and-links */
function gitlabNamer(): Namer {
  const count = counter();
  return ({ text }) => {
    const slug = githubSlug(text.trim()).replaceAll(/-{2,}/g, '-');
    return [count(/^\d+$/.test(slug) ? `anchor-${slug}` : slug)];
  };
}

/** @see https://docusaurus.io/docs/markdown-features/toc#heading-ids */
function docusaurusNamer(): Namer {
  const slugger = new GithubSlugger();
  return ({ textWithAlt, isHtml }) => {
    if (isHtml) return [];
    const custom = customId(textWithAlt, CUSTOM_ID, MDX_ID);
    return [custom ?? slugger.slug(textWithAlt)];
  };
}

/**
 * Names anchors as Hugo does by default (`autoIDType: github`). Its parser passes on the Markdown of a heading's last line,
 * so the destinations of links are part of the anchor. Tags were, and are no longer in newer versions: either counts.
 *
 * @see https://gohugo.io/configuration/markup/#parserautoidtype
 */
function hugoNamer(): Namer {
  const names = new UniqueNames('-');
  return ({ text, source, isHtml }) => {
    if (isHtml) return [];
    const line = source.split(/\r\n|\r|\n/).at(-1) ?? '';
    const custom = attributeId(line);
    if (custom !== undefined) return [names.take(custom)];
    const slug = hugoSlug(withoutAttributes(line));
    return [
      names.make(slug === '' ? 'heading' : slug),
      ...(/<[a-z]/i.test(line) ? [hugoSlug(withoutAttributes(text))] : []),
    ];
  };
}

function hugoSlug(line: string): string {
  return line
    .trim()
    .replaceAll(/[^\p{L}\p{Nd}_\- ]/gu, '')
    .replaceAll(' ', '-')
    .toLowerCase();
}

/** @see https://kramdown.gettalong.org/converter/html.html#auto-ids */
function kramdownNamer(): Namer {
  const count = counter();
  return ({ source, isHtml, idAfter }) => {
    if (isHtml) return [];
    const custom = idAfter ?? customId(source, CUSTOM_ID);
    if (custom !== undefined) return [custom];
    const slug = source
      .replace(/^[^a-zA-Z]+/, '')
      .replaceAll(/[^a-zA-Z0-9 -]/g, '')
      .replaceAll(' ', '-')
      .toLowerCase();
    return [count(slug === '' ? 'section' : slug)];
  };
}

/** Names anchors as kramdown's GFM parser does, which is the default of Jekyll and GitHub Pages. */
function jekyllNamer(): Namer {
  const count = counter();
  return ({ text, isHtml, idAfter }) => {
    if (isHtml) return [];
    const custom = idAfter ?? customId(text, CUSTOM_ID);
    return [custom ?? count(githubSlug(text.replaceAll('\t', ' ')))];
  };
}

/**
 * Names anchors as the `toc` extension of Python-Markdown does, with the ids of `attr_list`.
 *
 * @see https://python-markdown.github.io/extensions/toc/
 */
function mkdocsNamer(): Namer {
  const names = new UniqueNames('_');
  return ({ text, isHtml, idAfter }) => {
    if (isHtml) return [];
    const custom = idAfter ?? attributeId(text);
    if (custom !== undefined) return [names.take(custom)];
    const slug = withoutAttributes(text)
      .normalize('NFKD')
      .replaceAll(/[^\w\s-]/g, '')
      .trim()
      .toLowerCase()
      .replaceAll(/[-\s]+/g, '-');
    return [names.make(slug === '' ? '_1' : slug)];
  };
}

/** What VitePress makes a dash of. */
const VITEPRESS_DASHES = /[\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'“”‘’<>,.?/]+/g;

/** @see https://github.com/mdit-vue/mdit-vue/blob/main/packages/shared/src/slugify.ts */
function vitepressNamer(): Namer {
  const names = new UniqueNames('-');
  return ({ text, isHtml, idAfter }) => {
    if (isHtml) return [];
    const custom = idAfter ?? attributeId(text);
    if (custom !== undefined) return [names.take(custom)];
    const slug = withoutAttributes(text)
      .normalize('NFKD')
      .replaceAll(/[\u0300-\u036F]/g, '')
      .replaceAll(VITEPRESS_DASHES, '-')
      .replaceAll(/^-+|-+$/g, '')
      .replace(/^(\d)/, '_$1')
      .toLowerCase();
    return [names.make(slug)];
  };
}

/** Numbers repeated slugs from 1, without checking whether the numbered one is taken. */
function counter(): (slug: string) => string {
  const counts = new Map<string, number>();
  return (slug) => {
    const count = counts.get(slug) ?? 0;
    counts.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  };
}

/** The names that are taken. A repeated name is numbered from 1 until it is free. */
class UniqueNames {
  readonly #separator: '-' | '_';
  readonly #used = new Set<string>();
  /** The number to try next, by name. */
  readonly #next = new Map<string, number>();

  /** @param separator - before the number; a number after an underscore at the end of a name is counted on */
  constructor(separator: '-' | '_') {
    this.#separator = separator;
  }

  take(name: string): string {
    this.#used.add(name);
    return name;
  }

  make(slug: string): string {
    if (!this.#used.has(slug)) return this.take(slug);
    const numbered = this.#separator === '_' ? /^(.*)_(\d+)$/.exec(slug) : null;
    const base = numbered?.[1] ?? slug;
    let number = Math.max(this.#next.get(base) ?? 1, numbered ? Number(numbered[2]) + 1 : 1);
    while (this.#used.has(`${base}${this.#separator}${number}`)) number += 1;
    this.#next.set(base, number + 1);
    return this.take(`${base}${this.#separator}${number}`);
  }
}

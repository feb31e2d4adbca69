/** The dialects of Markdown that documents are written in. */
export const FLAVORS = [
  'gfm',
  'commonmark',
  'mdx',
  'docusaurus',
  'mkdocs',
  'kramdown',
  'hugo',
  'learn',
  'mdbook',
  'vitepress',
] as const;

/** The name of a dialect, as a pack and `--flavor` write it. */
export type Flavor = (typeof FLAVORS)[number];

/** The flavor of documents for which nothing says another one. */
export const DEFAULT_FLAVOR: Flavor = 'gfm';

/** The family of parsers that a flavor's sites are built with. */
export type FlavorParser = 'commonmark' | 'python-markdown' | 'kramdown';

/** What is syntax in a flavor, beyond what is recognised everywhere. */
export interface FlavorTraits {
  parser: FlavorParser;
  /** JSX tags, `{expressions}`, `import` and `export`; no indented code, no HTML blocks, no `<https://…>`. */
  jsx: boolean;
  /** Vue components as tags. */
  vue: boolean;
  /** `[text][identifier]` may be resolved by the site, from other pages or from code. */
  referencesElsewhere: boolean;
  /** The syntax of templates is hidden from the rules. */
  templates: boolean;
  /** Nothing says which parser reads the document: it may be one that nests lists by four columns. */
  parserIsGuessed: boolean;
  /** The build reads the front matter as YAML, and stops where it is none. */
  frontMatterIsRead: boolean;
  /** Pages of front matter only are how sections, lists and landing pages are made. */
  pagesWithoutText: boolean;
}

const PLAIN: FlavorTraits = {
  parser: 'commonmark',
  jsx: false,
  vue: false,
  referencesElsewhere: false,
  templates: true,
  parserIsGuessed: false,
  frontMatterIsRead: true,
  pagesWithoutText: false,
};

/** The traits of each flavor. */
export const FLAVOR_TRAITS: Readonly<Record<Flavor, FlavorTraits>> = {
  gfm: { ...PLAIN, parserIsGuessed: true, frontMatterIsRead: false },
  commonmark: { ...PLAIN, templates: false, frontMatterIsRead: false },
  mdx: { ...PLAIN, jsx: true },
  docusaurus: { ...PLAIN, jsx: true },
  mkdocs: { ...PLAIN, parser: 'python-markdown', referencesElsewhere: true },
  kramdown: { ...PLAIN, parser: 'kramdown', pagesWithoutText: true },
  hugo: { ...PLAIN, pagesWithoutText: true },
  learn: PLAIN,
  mdbook: { ...PLAIN, referencesElsewhere: true, frontMatterIsRead: false },
  vitepress: { ...PLAIN, vue: true, pagesWithoutText: true },
};

/**
 * The flavor that a document has by its name: files that end in `.mdx` are MDX wherever they stand.
 *
 * @param flavor - what the pack, the command line or the tree say of the document
 */
export function flavorOfFile(flavor: Flavor, filePath: string): Flavor {
  return /\.mdx$/i.test(filePath) && !FLAVOR_TRAITS[flavor].jsx ? 'mdx' : flavor;
}

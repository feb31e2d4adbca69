/** Renderers that share no code with the engine: what they make of a document before and after `--fix` must be the same. */
import { spawnSync } from 'node:child_process';
import { compile } from '@mdx-js/mdx';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import remarkGfm from 'remark-gfm';
import type { Flavor } from '../../src/engine/index.ts';

/** Renders texts, in their order; null for one that it refuses. */
export interface Renderer {
  name: string;
  render: (texts: readonly string[]) => Promise<(string | null)[]>;
}

const FRONT_MATTER =
  /^\uFEFF?(?:---[ \t]*\r?\n[^]*?\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)|\+\+\+[ \t]*\r?\n[^]*?\r?\n\+\+\+[ \t]*(?:\r?\n|$))/;

function bodyOf(text: string): string {
  return text.replace(FRONT_MATTER, '');
}

const githubMarkdown: Renderer = {
  name: 'micromark with GFM',
  render: async (texts) =>
    texts.map((text) =>
      micromark(bodyOf(text), {
        extensions: [gfm()],
        htmlExtensions: [gfmHtml()],
        allowDangerousHtml: true,
        allowDangerousProtocol: true,
      }),
    ),
};

/** A node of the tree that MDX makes of a document. */
interface HastNode {
  type: string;
  value?: string;
  name?: string | null;
  tagName?: string;
  properties?: object;
  attributes?: readonly { name?: string; value?: string | { value: string } | null }[];
  children?: readonly HastNode[];
}

/** Writes a tree as HTML is written, so that it is compared as HTML is: white space collapsed, but not in code. */
function written({ type, value, name, tagName, properties, attributes, children = [] }: HastNode): string {
  if (type === 'text') return (value ?? '').replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  if (type.startsWith('mdx') && value !== undefined) return `{${value}}`;
  const inner = children.map(written).join('');
  if (type === 'root') return inner;
  const element = tagName ?? name ?? '';
  const given = attributes?.map((one) => {
    const shown = typeof one.value === 'object' ? one.value?.value : one.value;
    return `${one.name ?? '...'}=${JSON.stringify(shown)}`;
  });
  const pairs = given ?? Object.entries(properties ?? {}).map(([key, one]) => `${key}="${String(one)}"`);
  return `<${[element, ...pairs].join(' ')}>${inner}</${element}>`;
}

const mdx: Renderer = {
  name: 'MDX',
  render: (texts) =>
    Promise.all(
      texts.map(async (text) => {
        // Docusaurus takes ids of headings out before MDX sees them.
        const source = bodyOf(text).replaceAll(/\{#([\w-]+)\}[ \t]*$/gm, '\\{#$1\\}');
        let html = '';
        const keep = () => (tree: HastNode) => {
          html = written(tree);
        };
        try {
          await compile(source, { remarkPlugins: [remarkGfm], rehypePlugins: [keep], jsx: true });
          return html;
        } catch {
          return null;
        }
      }),
    ),
};

/** As MkDocs has it, with the extensions that its sites use, as far as they are installed. */
const PYTHON = `
import importlib, json, sys, markdown
texts = json.load(sys.stdin)
extensions = ['extra', 'admonition', 'sane_lists', 'toc']
try:
    importlib.import_module('pymdownx')
    extensions = [
        'abbr', 'admonition', 'attr_list', 'def_list', 'footnotes', 'md_in_html', 'tables', 'toc',
        'pymdownx.details', 'pymdownx.superfences', 'pymdownx.tabbed',
    ]
except ImportError:
    pass
def render(text):
    return markdown.markdown(text, extensions=extensions, extension_configs={
        name: {'alternate_style': True} for name in extensions if name == 'pymdownx.tabbed'
    })
json.dump([render(text) for text in texts], sys.stdout)
`;
/** As Jekyll has it. */
const RUBY = `
require 'json'; require 'kramdown'; require 'kramdown-parser-gfm'
options = { input: 'GFM', hard_wrap: false, auto_ids: true }
print JSON.generate(JSON.parse(STDIN.read).map { |text| Kramdown::Document.new(text, options).to_html })
`;

/** A renderer in another language, when it is installed. */
function external(name: string, command: string, parameters: readonly string[]): Renderer | null {
  const run = (texts: readonly string[]): (string | null)[] | null => {
    const { status, stdout } = spawnSync(command, parameters, {
      input: JSON.stringify(texts.map(bodyOf)),
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    });
    return status === 0 ? JSON.parse(stdout) : null;
  };
  if (run(['a']) === null) return null;
  return {
    name,
    render: async (texts) => run(texts) ?? texts.map((text) => run([text])?.[0] ?? null),
  };
}

const pythonMarkdown = external('Python-Markdown', process.env['PYTHON'] ?? 'python3', ['-c', PYTHON]);
const kramdown = external('kramdown', 'ruby', ['-e', RUBY]);

/**
 * The renderers for documents of a flavor: its own where it is installed, and GFM. To GFM, indented JSX and the bodies of
 * admonitions are code; so it only judges the documents that the flavor's own refuses.
 */
export function renderersFor(flavor: Flavor): { renderers: Renderer[]; firstOnly: boolean } {
  const own = { mdx, docusaurus: mdx, mkdocs: pythonMarkdown, kramdown } as Partial<
    Record<Flavor, Renderer | null>
  >;
  const renderer = own[flavor];
  const firstOnly = renderer === mdx || renderer === pythonMarkdown;
  return { renderers: renderer ? [renderer, githubMarkdown] : [githubMarkdown], firstOnly };
}

const BLOCK_TAG =
  /\s*(<\/?(?:p|ul|ol|li|h[1-6]|blockquote|pre|table|thead|tbody|tr|td|th|hr|div|br|section)\b[^>]*>)\s*/g;

/** HTML as browsers show it: white space collapsed outside of code, and moved out of links and emphasis. */
export function normaliseHtml(html: string): string {
  return html
    .split(/(<pre[^]*?<\/pre>|<textarea[^]*?<\/textarea>)/)
    .map((part, index) => (index % 2 === 1 ? part : normaliseFlow(part)))
    .join('');
}

function normaliseFlow(html: string): string {
  return (
    html
      // Python-Markdown writes addresses of mail as numbers.
      .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
      // A bare address that becomes a link to itself is the declared effect of a rule.
      .replaceAll(/<a href="([^"]*)">([^<]*)<\/a>/g, (link, href: string, text: string) =>
        href === text || href === `http://${text}` || href === `mailto:${text}` ? text : link,
      )
      .replaceAll(/[ \t\r\n]+/g, ' ')
      .replaceAll(/(<(?:a|em|strong|del)\b[^>]*>) /g, ' $1')
      .replaceAll(/ (<\/(?:a|em|strong|del)>)/g, '$1 ')
      .replaceAll(/ +/g, ' ')
      .replaceAll(BLOCK_TAG, '$1')
      .trim()
  );
}

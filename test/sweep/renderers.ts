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

const mdx: Renderer = {
  name: 'MDX',
  render: (texts) =>
    Promise.all(
      texts.map(async (text) => {
        // Docusaurus takes ids of headings out before MDX sees them.
        const source = bodyOf(text).replaceAll(/\{#([\w-]+)\}[ \t]*$/gm, '\\{#$1\\}');
        try {
          const compiled = String(await compile(source, { remarkPlugins: [remarkGfm], jsx: true }));
          // White space at the edges of a link or of emphasis is not seen.
          return compiled.replaceAll(/ ("\}<\/_components\.(?:a|em|strong|del)>)/g, '$1');
        } catch {
          return null;
        }
      }),
    ),
};

const PYTHON = `
import json, sys, markdown
texts = json.load(sys.stdin)
def render(text):
    return markdown.markdown(text, extensions=['extra', 'admonition', 'toc'])
json.dump([render(text) for text in texts], sys.stdout)
`;
const RUBY = `
require 'json'; require 'kramdown'
print JSON.generate(JSON.parse(STDIN.read).map { |text| Kramdown::Document.new(text).to_html })
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
 * The renderers for documents of a flavor: its own where it is installed, and GFM. To GFM, indented JSX is code and HTML; so
 * it only judges the documents that MDX refuses.
 */
export function renderersFor(flavor: Flavor): { renderers: Renderer[]; firstOnly: boolean } {
  const own = { mdx, docusaurus: mdx, mkdocs: pythonMarkdown, kramdown } as Partial<
    Record<Flavor, Renderer | null>
  >;
  const renderer = own[flavor];
  return { renderers: renderer ? [renderer, githubMarkdown] : [githubMarkdown], firstOnly: renderer === mdx };
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

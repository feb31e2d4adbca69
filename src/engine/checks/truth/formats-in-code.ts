import type { ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { TruthRuleId } from './rules.ts';
import type { ApiIndex } from './api-index.ts';
import { isApart, usedNamespaces, type Chain } from './chains.ts';
import { sameFormat } from './file-formats.ts';
import { formatList } from './format-list.ts';
import type { KnownPlugin, PluginIndex } from './plugin-index.ts';
import type { TruthCode } from './texts.ts';

/**
 * Matches `Workbook("in.xlsx")` and `Workbook book(dir + u"in.xlsx")`. No argument may follow, since it could set a
 * format.
 */
const LOAD =
  /\b([A-Z]\w*)(?:[ \t]{1,4}(\w+))?[ \t]{0,4}\(([^()"'\r\n]{0,80})["']([^"'\r\n]{1,200})["'][ \t]{0,4}\)/g;
/** Matches `book.Save("out.xlsx")`. */
const SAVE =
  /\b(\w+)(?:\.|->)[sS]ave(?:As|Async)?[ \t]{0,4}\(([^()"'\r\n]{0,80})["']([^"'\r\n]{1,200})["'][ \t]{0,4}\)/g;
/** Matches `Workbook book =`, `var book = new Workbook(` and `book = cells.Workbook(`. */
const DECLARED = /\b([A-Z]\w*)[ \t]{1,4}(\w+)[ \t]{0,4}[=(;]/g;
const ASSIGNED =
  /\b(\w+)[ \t]{0,4}=[ \t]{0,4}(?:await[ \t]{1,4})?(?:new[ \t]{1,4})?(?:\w+(?:\.|::)){0,5}([A-Z]\w*)[ \t]{0,4}\(/g;
const EXTENSION = /\.([A-Za-z][A-Za-z\d]{1,8})$/;
/** File extensions that say nothing about the format. */
const NEUTRAL = new Set([
  'tmp',
  'temp',
  'bak',
  'old',
  'new',
  'dat',
  'bin',
  'out',
  'file',
  'aspx',
  'ashx',
  'config',
  'lic',
]);

/** Reports file names in code whose formats the product cannot load or save. */
export function checkFormatsInCode(
  { text: document }: DocumentView<TruthRuleId>,
  apis: ApiIndex,
  plugins: PluginIndex,
  codes: readonly TruthCode[],
  chains: readonly Chain[],
  report: ReportFinding<TruthRuleId>,
): void {
  if (plugins.documents.size === 0) return;
  const used = [...usedNamespaces(chains)];
  const elsewhere = new Set<KnownPlugin>();
  for (const [type, product] of plugins.documents) {
    const owner = apis.ownerOf(type);
    if (owner && used.some((other) => isApart(other, owner.namespace))) elsewhere.add(product);
  }
  for (const { text, start, inline } of codes) {
    if (inline && !text.includes('(')) continue;
    const variables = variablesOf(text, plugins);
    if (text.includes('ave')) {
      for (const match of text.matchAll(SAVE)) {
        const [whole, receiver = '', , name = ''] = match;
        const product = variables.get(receiver) ?? byConvention(receiver, plugins);
        if (product)
          check(product, product.save, 'save', name, start + match.index + whole.lastIndexOf(name));
      }
    }
    for (const match of text.matchAll(LOAD)) {
      const [whole, type = '', , , name = ''] = match;
      const product = plugins.documents.get(type);
      if (product) check(product, product.load, 'load', name, start + match.index + whole.lastIndexOf(name));
    }
  }

  function check(
    product: KnownPlugin,
    formats: ReadonlySet<string> | null,
    verb: 'load' | 'save',
    name: string,
    at: number,
  ): void {
    const extension = EXTENSION.exec(name)?.[1];
    if (!formats || elsewhere.has(product) || extension === undefined || NEUTRAL.has(extension.toLowerCase()))
      return;
    if (formats.has(sameFormat(extension.toLowerCase()))) return;
    const end = at + name.length;
    if (document.slice(at, end) !== name) return;
    report({
      ruleId: 'truth/unsupported-format',
      start: end - extension.length,
      end,
      message: `${product.plugin.name} does not ${verb} \`.${extension}\` files.`,
      suggestion: formatList(product, verb),
    });
  }
}

/** The variables in a code block that hold a document, by name. */
function variablesOf(code: string, plugins: PluginIndex): ReadonlyMap<string, KnownPlugin> {
  const variables = new Map<string, KnownPlugin>();
  for (const [, type = '', name = ''] of code.matchAll(DECLARED)) {
    const product = plugins.documents.get(type);
    if (product) variables.set(name, product);
  }
  for (const [, name = '', type = ''] of code.matchAll(ASSIGNED)) {
    const product = plugins.documents.get(type);
    if (product) variables.set(name, product);
  }
  return variables;
}

/** Resolves a variable named after its type: `workbook` holds a `Workbook`. */
function byConvention(variable: string, plugins: PluginIndex): KnownPlugin | undefined {
  return plugins.documents.get(variable.slice(0, 1).toUpperCase() + variable.slice(1));
}

import type { ApiIndex, Resolved } from './api-index.ts';
import type { TruthCode } from './texts.ts';

/** A name, or several joined by dots or `::`. A single name must start with a capital, as types do. */
const CHAIN = /\b(?:new\s{1,4}[A-Za-z_][\w.:]*|[A-Za-z_]\w*(?:(?:\.|::)[A-Za-z_]\w*)+|[A-Z]\w{2,})/g;
const NAME = /\w+/g;

/** One name in a chain, with its offset in the document. */
export interface Part {
  text: string;
  start: number;
}

/** Names joined by dots or `::`, or a name after `new`. */
export interface Chain {
  code: TruthCode;
  parts: readonly Part[];
  /** The namespace at the start of the chain; null if unknown. */
  resolved: Resolved | null;
  isNew: boolean;
  /** Offset in the document. */
  end: number;
}

/** Finds the names of types and members in a piece of code. */
export function readChains(code: TruthCode, apis: ApiIndex): Chain[] {
  const chains: Chain[] = [];
  CHAIN.lastIndex = 0;
  for (let match = CHAIN.exec(code.text); match; match = CHAIN.exec(code.text)) {
    const [whole] = match;
    const isNew = whole.startsWith('new') && /\s/.test(whole[3] ?? '');
    const start = code.start + match.index;
    const parts: Part[] = [];
    NAME.lastIndex = isNew ? 4 : 0;
    for (let name = NAME.exec(whole); name; name = NAME.exec(whole)) {
      parts.push({ text: name[0], start: start + name.index });
    }
    const resolved = parts.length > 1 ? apis.resolve(parts.map(({ text }) => text)) : null;
    chains.push({ code, parts, resolved, isNew, end: start + whole.length });
  }
  return chains;
}

/** Collects the namespaces that the code uses. */
export function usedNamespaces(chains: readonly Chain[]): ReadonlySet<string> {
  return new Set(chains.flatMap(({ resolved }) => (resolved ? [resolved.api.namespace] : [])));
}

/** Whether neither namespace contains the other. */
export function isApart(a: string, b: string): boolean {
  return a !== b && !a.startsWith(`${b}.`) && !b.startsWith(`${a}.`);
}

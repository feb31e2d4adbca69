import { NodeKind } from '../../../parser/node-kind.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import type { LintDocument } from '../lint/lint-document.ts';
import { excerpt } from '../lint/report.ts';

const PROMPT = /^(\s*)(\$\s+)/;

export const md014 = defineLintRule({
  id: 'MD014',
  aliases: ['commands-show-output'],
  tags: ['code'],
  description: 'Dollar signs used before commands without showing output',
  level: 'off',
  strict: 'info',
  levelReason: 'A prompt is often shown on purpose, to tell commands from what they print.',
  title: 'Remove dollar signs before commands',
  purpose: 'Dollar signs before commands without output',
  changes: ['code'],
  example: { bad: '```sh\n$ ls\n$ pwd\n```\n', good: '```sh\nls\npwd\n```\n' },
  check(document, _options, report) {
    if (!document.text.includes('$', document.start)) return;
    for (const index of document.nodes(NodeKind.FencedCode, NodeKind.CodeBlock)) {
      const found = promptLines(document, index);
      for (const { text, from, match } of found ?? []) {
        const start = from + (match[1] ?? '').length;
        const end = start + (match[2] ?? '').length;
        report({ start, end, context: excerpt(text), fix: { start, end, text: '' } });
      }
    }
  },
});

interface PromptLine {
  text: string;
  from: number;
  match: RegExpExecArray;
}

/** The lines of a block of code, when all of them start with a dollar sign. */
function promptLines({ tree, text: whole, lines }: LintDocument, index: number): PromptLine[] | null {
  const found: PromptLine[] = [];
  for (let at = index + 1; at < tree.after(index); at += 1) {
    if (tree.kind(at) !== NodeKind.CodeText) continue;
    const to = tree.to(at);
    let from = tree.from(at);
    while (from < to) {
      const line = lines.at(from);
      const end = Math.min(lines.end(line), to);
      if (end > from) {
        const text = whole.slice(from, end);
        const match = PROMPT.exec(text);
        if (!match) return null;
        found.push({ text, from, match });
      }
      from = lines.next(line);
    }
  }
  return found;
}

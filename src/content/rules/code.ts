import type { Rule } from './rule.ts';

export const codeRules = [
  {
    id: 'code/unclosed-fence',
    type: 'code',
    level: 'error',
    fix: 'suggest',
    purpose: 'A code fence is never closed, so the rest of the document is code.',
    title: 'Close the code fence',
    instruction: 'Add the closing fence where the code ends; the edit adds it at the end of the document.',
    confidence: 0.6,
  },
  {
    id: 'code/missing-language',
    type: 'code',
    level: 'info',
    fix: 'suggest',
    purpose: 'A code fence names no language, so it is not highlighted.',
    title: 'Name the language of {n} code block{s}',
    instruction: 'Name the language after the opening fence; `text` if it is none.',
    confidence: 0.7,
  },
] as const satisfies readonly Rule[];

import type { Rule } from '../../rules/rule.ts';

export const codeRules = [
  {
    id: 'code/unclosed-fence',
    type: 'code',
    level: 'error',
    levelReason: 'The rest of the page is shown as code.',
    fix: 'suggest',
    purpose: 'A code fence is never closed, so the rest of the document is code.',
    title: 'Close the code fence',
    instruction: 'Add the closing fence where the code ends; the edit adds it at the end of the document.',
    confidence: 0.6,
    example: { bad: '# A\n\n```js\nopen();\n', good: '# A\n\n```js\nopen();\n```\n' },
  },
  {
    id: 'code/missing-language',
    type: 'code',
    level: 'info',
    levelReason:
      'Output and addresses have no language, and sessions in a terminal hardly anything to highlight. So only blocks are told whose code shows theirs, on pages where most blocks name one: there it was forgotten. The profile `strict`, and who sets the rule by its name, gets all of them.',
    fix: 'suggest',
    purpose: 'A code fence names no language, so it is not highlighted.',
    title: 'Name the language of {n} code block{s}',
    instruction: 'Name the language after the opening fence; `text` if it is none.',
    confidence: 0.7,
    example: {
      bad: '# A\n\n```js\nopen();\n```\n\n```\n{ "open": true }\n```\n',
      good: '# A\n\n```js\nopen();\n```\n\n```json\n{ "open": true }\n```\n',
    },
  },
  {
    id: 'code/secret',
    type: 'code',
    level: 'error',
    levelReason: 'Somebody can use it today.',
    fix: 'none',
    purpose: 'The document has what looks like a key, a token or a password.',
    why: 'Who reads the document can use it, and it stays in the history of the repository. Looked for are the forms that makers publish: AWS, GitHub, GitLab, Slack, Google, Stripe, npm, private keys, and passwords in addresses and connection strings. What is plainly an example is left alone, and findings show no more than the first characters.',
    title: 'Remove {n} secret{s}',
    instruction: 'Revoke it where it was made, since it is known now, and write a placeholder instead.',
    confidence: 0.9,
    example: {
      bad: '# A\n\n```sh\ngit clone https://me:hunter2butlonger@git.internal/x\n```\n',
      good: '# A\n\n```sh\ngit clone https://me:$TOKEN@git.internal/x\n```\n',
    },
  },
  {
    id: 'code/hard-coded-path',
    type: 'code',
    level: 'off',
    strict: 'info',
    levelReason: 'In documentation most such paths are examples, or in the output of a program.',
    fix: 'none',
    purpose: "A code block has a path in somebody's home folder.",
    why: 'The path exists on one machine only, so the code fails for everyone who copies it.',
    title: 'Replace {n} path{s} of one machine',
    instruction: 'Write a relative path, or a name that stands for the reader, e.g. `C:\\Users\\user\\`.',
    confidence: 1,
    example: {
      bad: '# A\n\n```python\nopen("/Users/jsmith/book.xlsx")\n```\n',
      good: '# A\n\n```python\nopen("book.xlsx")\n```\n',
    },
  },
  {
    id: 'code/placeholder',
    type: 'code',
    level: 'off',
    strict: 'info',
    levelReason: 'Examples leave work to the reader on purpose, or are about such comments.',
    fix: 'none',
    purpose: 'A code block has a placeholder, e.g. `TODO` or "your code here".',
    why: 'Code that is not finished does not do what the page says.',
    title: 'Finish {n} piece{s} of code',
    instruction: 'Write the code, or say in the text what the reader has to add.',
    confidence: 1,
    example: {
      bad: '# A\n\n```js\n// TODO: open the book\n```\n',
      good: '# A\n\n```js\nopen("book.xlsx");\n```\n',
    },
  },
] as const satisfies readonly Rule[];

/** The id of a rule of this check. */
export type CodeRuleId = (typeof codeRules)[number]['id'];

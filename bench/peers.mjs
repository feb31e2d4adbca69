/** The other linters, each with the rules that its documentation recommends for a start. */
import { TextlintKernel } from '@textlint/kernel';
import markdownPlugin from '@textlint/textlint-plugin-markdown';
import { remark } from 'remark';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkLint from 'remark-preset-lint-recommended';
import noTodo from 'textlint-rule-no-todo';
import terminology from 'textlint-rule-terminology';
import writeGood from 'write-good';

const remarkProcessor = remark().use(remarkFrontmatter).use(remarkGfm).use(remarkLint);
const textlint = new TextlintKernel();
/** @param {any} module */
const ruleOf = (module) => module.default ?? module;

/** @type {Record<string, (text: string) => number | Promise<number>>} */
export const peers = {
  'remark-lint (recommended preset)': async (text) => (await remarkProcessor.process(text)).messages.length,
  'textlint (terminology, no-todo)': async (text) => {
    const result = await textlint.lintText(text, {
      ext: '.md',
      filePath: 'document.md',
      plugins: [{ pluginId: 'markdown', plugin: ruleOf(markdownPlugin) }],
      rules: [
        { ruleId: 'no-todo', rule: ruleOf(noTodo) },
        { ruleId: 'terminology', rule: ruleOf(terminology), options: { defaultTerms: true } },
      ],
    });
    return result.messages.length;
  },
  'write-good (prose only, no Markdown)': (text) => writeGood(text).length,
};

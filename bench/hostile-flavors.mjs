/** Hostile documents of templates and site generators: each is read in the flavor that knows its syntax. */
import { fill } from './hostile-parts.mjs';

/** @returns {Partial<Record<import('../src/engine/index.ts').Flavor, Record<string, string>>>} */
const textsByFlavor = () => ({
  mdx: {
    JSX: fill('<A b={c}>d</A>\n'),
    'JSX in a line': fill('a <B/> '),
    'JSX opened': fill('<A>'),
    'JSX nested': `${fill('<A>\n\n', 0.5)}${fill('</A>\n\n', 0.5)}`,
    'JSX attributes': `<A ${fill('b={c} ')}/>`,
    fragments: fill('<>a</>'),
    braces: fill('{a}'),
    'braces opened': fill('{'),
    'template strings opened': fill('{`${'),
    'strings opened': fill("{'a "),
    expressions: fill('{\na\n}\n\n'),
    imports: fill("import A from 'b'\n\n"),
    'exports opened': fill('export const a = {\n'),
  },
  docusaurus: {
    admonitions: fill(':::note\na\n:::\n\n'),
    'admonitions opened': fill(':::note\n\n'),
    'heading ids': fill('## A {#a}\n\n'),
    tabs: fill('<Tabs>\n<TabItem value="a">\n\nb\n\n</TabItem>\n</Tabs>\n\n'),
  },
  mkdocs: {
    admonitions: fill('!!! note "a"\n    b\n\n'),
    tabs: fill('=== "a"\n    b\n\n'),
    'attribute lists': fill('# A {: #a .b }\n\n'),
    'definition lists': fill('a\n: b\n\n'),
    macros: fill('{{ a }} '),
    'statements opened': fill('{% '),
  },
  kramdown: {
    Liquid: fill('{% a %}{{ b }}'),
    'Liquid opened': fill('{% '),
    raw: fill('{% raw %}'),
    'attribute lists': fill('a\n{: .b}\n\n'),
    math: fill('$$a$$ '),
  },
  hugo: {
    shortcodes: fill('{{< a >}}b{{< /a >}}'),
    'shortcodes opened': fill('{{< a '),
    'shortcodes in lines': fill('{{% a %}}\nb\n{{% /a %}}\n'),
    attributes: fill('# A {.b}\n'),
  },
  learn: {
    images: fill(':::image type="content" source="a.png" alt-text="b":::\n\n'),
    includes: fill('[!INCLUDE [a](b.md)]\n'),
    tabs: fill('# [A](#tab/a)\n\nb\n\n***\n\n'),
    colons: fill(':::'),
  },
  mdbook: { includes: fill('{{#include a.md}}\n'), 'includes opened': fill('{{#') },
  vitepress: {
    containers: fill('::: tip\na\n:::\n\n'),
    'containers opened': fill('::: tip\n'),
    expressions: fill('{{ a }}'),
    components: fill('<A :b="c" @d="e"/>\n\n'),
  },
});

export const hostileFlavors = Object.entries(textsByFlavor()).flatMap(([name, documents]) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys are those of the table
  const flavor = /** @type {import('../src/engine/index.ts').Flavor} */ (name);
  return Object.entries(documents).map(([kind, text]) => ({ name: `${flavor}: ${kind}`, text, flavor }));
});

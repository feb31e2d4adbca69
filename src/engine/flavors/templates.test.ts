import { describe, expect, it } from 'vitest';
import type { Flavor } from './flavor.ts';
import { maskTemplates } from './template-span.ts';
import { readTemplates } from './templates.ts';

const spans = (text: string, flavor: Flavor = 'gfm'): string[] =>
  readTemplates(text, 0, flavor).spans.map(({ start, end }) => text.slice(start, end));

const errors = (text: string): number => readTemplates(text, 0, 'mdx').errors.length;

describe('what is the template in a document', () => {
  it('finds expressions between others that nothing closes, and the end of one with template strings', () => {
    const pages = ['a {b\n\nc {d}\n\n{', 'a `${b}` {`c${{ d: `}` }}}`} {e}'];
    expect(pages.map((text) => spans(text, 'mdx'))).toEqual([['{d}'], ['{`c${{ d: `}` }}}`}', '{e}']]);
  });

  it.each<[string, string[]]>([
    [
      '{{< figure src="https://a.b/c.png" >}} and {{% note %}}x{{% /note %}}',
      ['{{< figure src="https://a.b/c.png" >}}', '{{% note %}}', '{{% /note %}}'],
    ],
    ['[a]({% link _docs/a.md %}) `_x_` [b]({{ site.url }})', ['{% link _docs/a.md %}', '{{ site.url }}']],
    ['{* ../src/a.py hl[3] *}', ['{* ../src/a.py hl[3] *}']],
    ['{!file.md!} and {{#include ../a.rs:part}}', ['{!file.md!}', '{{#include ../a.rs:part}}']],
    ['--8<-- "part.md"', ['--8<-- "part.md"']],
    [
      '## A {#a .big}\n\n`x`{ #y }\n\n![i](j){ width=300 loading=lazy }',
      ['{#a .big}', '{ #y }', '{ width=300 loading=lazy }'],
    ],
    ['## A\n{: #b .c}\n\ntext{:.d}', ['{: #b .c}', '{:.d}']],
    [
      '{% raw %}\n* a\n\n{{ b }}\n{% endraw %}\n\n{{ c }}',
      ['{% raw %}\n* a\n\n{{ b }}\n{% endraw %}', '{{ c }}'],
    ],
    ['$$\na * b\n# k\n- z\n$$\n\nand $$x_1$$', ['$$\na * b\n# k\n- z\n$$', '$$x_1$$']],
    [':::note[Title]\nText\n:::', [':::note[Title]', ':::']],
    ['!!! tip "Title"\n\n    Body', ['!!! tip "Title"']],
    ['!!! and then nothing', []],
    ['[!INCLUDE [part](../part.md)]', ['[!INCLUDE [part](../part.md)]']],
    ['# [C#](#tab/cs)\n\nText', ['# [C#](#tab/cs)']],
    ['> [!NOTE]\n> Text', []],
    ['a { b } c {d} {1,2} {', []],
  ])('%j', (text, expected) => {
    expect(spans(text)).toEqual(expected);
  });

  it.each<[string, string[]]>([
    [
      'import A from "./a"\n\n# T\n\n<A b={{ c: "}" }}>\n\n- x {y}\n\n</A>',
      ['import A from "./a"', '<A b={{ c: "}" }}>', '{y}', '</A>'],
    ],
    ['export const a = {\n  b: 1,\n\n  c: 2,\n}\n\nText', ['export const a = {\n  b: 1,\n\n  c: 2,\n}']],
    ['<X p={`\n* a\n`} /> text <b>c</b>', ['<X p={`\n* a\n`} />']],
    ['## T {#id}\n\n{/* note */}', ['{#id}', '{/* note */}']],
    ['`{a}` and ```{b}```\n\n```js\nconst { c } = d;\n<X />\n```', []],
  ])('in MDX: %j', (text, expected) => {
    expect(spans(text, 'mdx')).toEqual(expected);
  });

  it('is not in code', () => {
    expect(spans('```\n{% x %}\n```\n\n`{{ y }}`\n\n~~~~\n~~~\n{{< z >}}\n~~~~\n')).toEqual([]);
  });

  it('has errors where a build of MDX would fail', () => {
    expect(errors('<https://a.b>')).toBe(1);
    expect(errors('[a](b) <br/> <A/> {c} `<d`')).toBe(0);
    expect(errors('{a')).toBe(1);
  });

  it('is hidden in its own length, so that offsets hold', () => {
    const text = '## A\r\n{: #b}\r\n\r\n!!! note\r\n\r\n    {{ x }} *y*\r\n';
    const masked = maskTemplates(text, readTemplates(text, 0, 'mkdocs').spans);
    expect(masked).toHaveLength(text.length);
    expect(masked).toBe(
      '## A\r\n      \r\n\r\n+   \uFFFC\uFFFC\uFFFC\uFFFC\r\n\r\n    \uFFFC\uFFFC\uFFFC\uFFFC\uFFFC\uFFFC\uFFFC *y*\r\n',
    );
  });

  it.each([
    '{{',
    '{%',
    '{',
    '<',
    '$$',
    '`{',
    '{{<',
    '[!INCLUDE [',
    '!!! a\n',
    '{% raw %}',
    '<A b="',
    '{:',
    '{#a ',
  ])('is looked for in linear time, however often %j is left open', (open) => {
    const text = open.repeat(200_000 / open.length);
    for (const flavor of ['gfm', 'mdx'] as const)
      expect(readTemplates(text, 0, flavor).spans.length).toBeLessThan(text.length);
  });
});

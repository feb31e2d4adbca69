/** The other names of markdownlint's rules, and their tags: either may stand in a configuration or a comment. */
export const LINT_NAMES: Readonly<Record<string, { aliases: readonly string[]; tags: readonly string[] }>> = {
  MD001: { aliases: ['heading-increment'], tags: ['headings'] },
  MD003: { aliases: ['heading-style'], tags: ['headings'] },
  MD004: { aliases: ['ul-style'], tags: ['bullet', 'ul'] },
  MD005: { aliases: ['list-indent'], tags: ['bullet', 'ul', 'indentation'] },
  MD007: { aliases: ['ul-indent'], tags: ['bullet', 'ul', 'indentation'] },
  MD009: { aliases: ['no-trailing-spaces'], tags: ['whitespace'] },
  MD010: { aliases: ['no-hard-tabs'], tags: ['whitespace', 'hard_tab'] },
  MD011: { aliases: ['no-reversed-links'], tags: ['links'] },
  MD012: { aliases: ['no-multiple-blanks'], tags: ['whitespace', 'blank_lines'] },
  MD013: { aliases: ['line-length'], tags: ['line_length'] },
  MD014: { aliases: ['commands-show-output'], tags: ['code'] },
  MD018: { aliases: ['no-missing-space-atx'], tags: ['headings', 'atx', 'spaces'] },
  MD019: { aliases: ['no-multiple-space-atx'], tags: ['headings', 'atx', 'spaces'] },
  MD020: { aliases: ['no-missing-space-closed-atx'], tags: ['headings', 'atx_closed', 'spaces'] },
  MD021: { aliases: ['no-multiple-space-closed-atx'], tags: ['headings', 'atx_closed', 'spaces'] },
  MD022: { aliases: ['blanks-around-headings'], tags: ['headings', 'blank_lines'] },
  MD023: { aliases: ['heading-start-left'], tags: ['headings', 'spaces'] },
  MD024: { aliases: ['no-duplicate-heading'], tags: ['headings'] },
  MD025: { aliases: ['single-title', 'single-h1'], tags: ['headings'] },
  MD026: { aliases: ['no-trailing-punctuation'], tags: ['headings'] },
  MD027: { aliases: ['no-multiple-space-blockquote'], tags: ['blockquote', 'whitespace', 'indentation'] },
  MD028: { aliases: ['no-blanks-blockquote'], tags: ['blockquote', 'whitespace'] },
  MD029: { aliases: ['ol-prefix'], tags: ['ol'] },
  MD030: { aliases: ['list-marker-space'], tags: ['ol', 'ul', 'whitespace'] },
  MD031: { aliases: ['blanks-around-fences'], tags: ['code', 'blank_lines'] },
  MD032: { aliases: ['blanks-around-lists'], tags: ['bullet', 'ul', 'ol', 'blank_lines'] },
  MD033: { aliases: ['no-inline-html'], tags: ['html'] },
  MD034: { aliases: ['no-bare-urls'], tags: ['links', 'url'] },
  MD035: { aliases: ['hr-style'], tags: ['hr'] },
  MD036: { aliases: ['no-emphasis-as-heading'], tags: ['headings', 'emphasis'] },
  MD037: { aliases: ['no-space-in-emphasis'], tags: ['whitespace', 'emphasis'] },
  MD038: { aliases: ['no-space-in-code'], tags: ['whitespace', 'code'] },
  MD039: { aliases: ['no-space-in-links'], tags: ['whitespace', 'links'] },
  MD040: { aliases: ['fenced-code-language'], tags: ['code', 'language'] },
  MD041: { aliases: ['first-line-heading', 'first-line-h1'], tags: ['headings'] },
  MD042: { aliases: ['no-empty-links'], tags: ['links'] },
  MD043: { aliases: ['required-headings'], tags: ['headings'] },
  MD044: { aliases: ['proper-names'], tags: ['spelling'] },
  MD045: { aliases: ['no-alt-text'], tags: ['accessibility', 'images'] },
  MD046: { aliases: ['code-block-style'], tags: ['code'] },
  MD047: { aliases: ['single-trailing-newline'], tags: ['blank_lines'] },
  MD048: { aliases: ['code-fence-style'], tags: ['code'] },
  MD049: { aliases: ['emphasis-style'], tags: ['emphasis'] },
  MD050: { aliases: ['strong-style'], tags: ['emphasis'] },
  MD051: { aliases: ['link-fragments'], tags: ['links'] },
  MD052: { aliases: ['reference-links-images'], tags: ['images', 'links'] },
  MD053: { aliases: ['link-image-reference-definitions'], tags: ['images', 'links'] },
  MD054: { aliases: ['link-image-style'], tags: ['images', 'links'] },
  MD055: { aliases: ['table-pipe-style'], tags: ['table'] },
  MD056: { aliases: ['table-column-count'], tags: ['table'] },
  MD058: { aliases: ['blanks-around-tables'], tags: ['table'] },
  MD059: { aliases: ['descriptive-link-text'], tags: ['accessibility', 'links'] },
  MD060: { aliases: ['table-column-style'], tags: ['table'] },
};

const named = new Map<string, string[]>();
for (const [id, { aliases, tags }] of Object.entries(LINT_NAMES)) {
  for (const name of [id, ...aliases, ...tags]) {
    const key = name.toUpperCase();
    const ids = named.get(key);
    if (ids) ids.push(id);
    else named.set(key, [id]);
  }
}

/** The ids of the rules that a name or a tag stands for, in any case; none for a name that is unknown. */
export function lintRulesNamed(name: string): readonly string[] {
  return named.get(name.toUpperCase()) ?? [];
}

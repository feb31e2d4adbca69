/** What is syntax beyond CommonMark. */
export interface Syntax {
  tables: boolean;
  strikethrough: boolean;
  taskItems: boolean;
  /** Addresses without angle brackets. */
  literalAutolinks: boolean;
  footnotes: boolean;
  /** `> [!NOTE]` */
  alerts: boolean;
  /** `$$` blocks and `$…$`, as GitHub has them. */
  math: 'all' | 'blocks' | 'none';
  /** Lines that are indented by four columns are code. */
  indentedCode: boolean;
}

export const COMMONMARK: Syntax = {
  tables: false,
  strikethrough: false,
  taskItems: false,
  literalAutolinks: false,
  footnotes: false,
  alerts: false,
  math: 'none',
  indentedCode: true,
};

/** What GitHub renders: GFM, and what came after its specification. */
export const GITHUB: Syntax = {
  tables: true,
  strikethrough: true,
  taskItems: true,
  literalAutolinks: true,
  footnotes: true,
  alerts: true,
  math: 'all',
  indentedCode: true,
};

/** MDX: its tags and expressions are for others to recognise. */
export const MDX: Syntax = { ...GITHUB, indentedCode: false };

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
  /** `$$` blocks and `$…$`: inside a text as GitHub has it, or in spans of equal dollars as code is in backticks. */
  math: 'all' | 'spans' | 'blocks' | 'none';
  /** Blocks of HTML; without them its lines are paragraphs. */
  htmlBlocks: boolean;
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
  htmlBlocks: true,
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
  htmlBlocks: true,
  indentedCode: true,
};

/** MDX: its tags and expressions are for others to recognise. */
export const MDX: Syntax = { ...GITHUB, indentedCode: false };

/** The kinds of nodes in a syntax tree. Values index {@link NODE_NAMES}. */
export const NodeKind = {
  Document: 0,
  // Containers.
  Blockquote: 1,
  BulletList: 2,
  OrderedList: 3,
  ListItem: 4,
  FootnoteDefinition: 5,
  // Leaf blocks.
  Paragraph: 6,
  ATXHeading1: 7,
  ATXHeading2: 8,
  ATXHeading3: 9,
  ATXHeading4: 10,
  ATXHeading5: 11,
  ATXHeading6: 12,
  SetextHeading1: 13,
  SetextHeading2: 14,
  CodeBlock: 15,
  FencedCode: 16,
  HTMLBlock: 17,
  CommentBlock: 18,
  ProcessingInstructionBlock: 19,
  HorizontalRule: 20,
  LinkReference: 21,
  MathBlock: 22,
  Table: 23,
  TableHeader: 24,
  TableRow: 25,
  TableCell: 26,
  // Inlines.
  Escape: 27,
  Entity: 28,
  HardBreak: 29,
  Emphasis: 30,
  StrongEmphasis: 31,
  Strikethrough: 32,
  Link: 33,
  Image: 34,
  InlineCode: 35,
  InlineMath: 36,
  HTMLTag: 37,
  Comment: 38,
  ProcessingInstruction: 39,
  Autolink: 40,
  LiteralAutolink: 41,
  FootnoteReference: 42,
  // Marks and parts of the nodes above.
  HeaderMark: 43,
  QuoteMark: 44,
  ListMark: 45,
  TaskMarker: 46,
  AlertMarker: 47,
  LinkMark: 48,
  LinkLabel: 49,
  LinkTitle: 50,
  URL: 51,
  EmphasisMark: 52,
  StrikethroughMark: 53,
  CodeMark: 54,
  CodeInfo: 55,
  CodeText: 56,
  MathMark: 57,
  TableDelimiter: 58,
  FootnoteMark: 59,
  FootnoteLabel: 60,
} as const;

export type NodeKind = (typeof NodeKind)[keyof typeof NodeKind];

/** All kinds, by their values. */
export const NODE_KINDS: readonly NodeKind[] = Object.values(NodeKind);

/** The name of each kind, by its value. */
export const NODE_NAMES: readonly string[] = Object.keys(NodeKind);

/** Blocks of text: emphasis, links and code spans begin and end in them. */
export const TEXT_BLOCKS: ReadonlySet<NodeKind> = new Set([
  NodeKind.Paragraph,
  NodeKind.ATXHeading1,
  NodeKind.ATXHeading2,
  NodeKind.ATXHeading3,
  NodeKind.ATXHeading4,
  NodeKind.ATXHeading5,
  NodeKind.ATXHeading6,
  NodeKind.SetextHeading1,
  NodeKind.SetextHeading2,
  NodeKind.TableCell,
]);

/** Inlines whose marks are no text, but whose inside is. */
export const TRANSPARENT: ReadonlySet<NodeKind> = new Set([
  NodeKind.Emphasis,
  NodeKind.StrongEmphasis,
  NodeKind.Link,
  NodeKind.Image,
]);

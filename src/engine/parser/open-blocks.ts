import type { Block, MarkedBlock, TextBlock } from './block.ts';
import type { LineScanner } from './line-scanner.ts';
import type { Syntax } from './syntax.ts';

/** A leaf block that the next line may continue. */
export type Leaf = TextBlock | MarkedBlock;

/** The open blocks of a document, as those who start and end leaf blocks see them. */
export interface OpenBlocks {
  readonly text: string;
  readonly syntax: Syntax;
  readonly line: LineScanner;
  /** From this indentation on a line is code, in columns. */
  readonly codeIndent: number;
  /** Offsets of the marks of block quotes, ascending. */
  readonly quoteMarks: number[];
  /** Normalised labels of link reference definitions. */
  readonly definitions: Set<string>;
  /** The innermost open container. */
  readonly container: Block;
  /** Adds a leaf block to the innermost container; the next line may continue it. */
  openLeaf: (block: Leaf) => void;
  /** Adds a leaf block that no line continues. */
  addLeaf: (block: Block) => void;
  /** Ends the leaf block, if one is open. */
  closeLeaf: () => void;
  /** Ends the open leaf, and all containers from an index of the stack on. */
  closeContainers: (depth: number) => void;
}

/** The pages of an export that is not finished: a file beside that of the export. */
import { appendFileSync, existsSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { placeOf, type LinePlace } from '../../client/export-file.ts';
import {
  exportCursorSchema,
  exportEndSchema,
  exportHeaderSchema,
  type ExportHeader,
} from '../../shared/api/backup.ts';
import { linesOf } from './lines.ts';

/** How far an export is. */
export interface PartState {
  header: ExportHeader;
  /** Of the next page; undefined when all pages are there. */
  cursor: string | undefined;
  /** The last row; undefined before the first. */
  at: LinePlace | undefined;
}

const parsed = <S extends v.GenericSchema>(schema: S) => v.pipe(v.string(), v.parseJson(), schema);
const pageEnd = parsed(v.union([exportCursorSchema, exportEndSchema]));

/** Keeps the pages of an export. What is in the file is whole pages, also after a crash. */
export class PartFile {
  readonly path: string;

  constructor(output: string) {
    this.path = `${output}.part`;
  }

  /** Reads how far the export is, and cuts off a page that is not whole. @returns undefined when there is none */
  async open(): Promise<PartState | undefined> {
    if (!existsSync(this.path)) return undefined;
    let state: PartState | undefined;
    let header: ExportHeader | undefined;
    let at: LinePlace | undefined;
    let bytes = 0;
    let whole = 0;
    for await (const line of linesOf(this.path)) {
      bytes += Buffer.byteLength(line) + 1;
      if (!header) {
        const first = v.safeParse(parsed(exportHeaderSchema), line);
        if (!first.success) break;
        header = first.output;
        continue;
      }
      const place = placeOf(line);
      if (place) {
        at = place;
        continue;
      }
      const end = v.safeParse(pageEnd, line);
      if (!end.success) break;
      whole = bytes;
      state = { header, at, cursor: 'cursor' in end.output ? end.output.cursor : undefined };
    }
    if (state) truncateSync(this.path, whole);
    return state;
  }

  /** Adds a page, or begins anew with the first one. @returns how far the export is */
  add(page: string, before: PartState | undefined): PartState {
    if (before) appendFileSync(this.path, page, { flush: true });
    // It has texts and hashes of tokens.
    else writeFileSync(this.path, page, { mode: 0o600, flush: true });
    const lines = page.trimEnd().split('\n');
    const header = before?.header ?? v.parse(parsed(exportHeaderSchema), lines[0]);
    const end = v.parse(pageEnd, lines.at(-1));
    const at = placeOf(lines.at(-2) ?? '') ?? before?.at;
    return { header, at, cursor: 'cursor' in end ? end.cursor : undefined };
  }

  read(): AsyncIterable<string> {
    return linesOf(this.path);
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }
}

/** How much of the tables is read, and how much there was at the beginning, in rowids. */
export function progressOf({ header, at }: PartState): { done: number; total: number } {
  const total = header.tables.reduce((sum, { last }) => sum + last, 0);
  if (!at) return { done: 0, total };
  if (at.isChange) return { done: total, total };
  const index = header.tables.findIndex(({ name }) => name === at.table);
  const before = header.tables.slice(0, index).reduce((sum, { last }) => sum + last, 0);
  return { done: Math.min(total, before + at.rowid), total };
}

import {
  Inflate,
  Unzip,
  UnzipPassThrough,
  type AsyncFlateStreamHandler,
  type FlateError,
  type UnzipDecoder,
} from 'fflate';
import { MAX_DOCUMENT_BYTES } from '../../shared/limits.ts';
import { documentPath, IntakeError, type Intake } from './intake.ts';
import { partsOf } from './stream-parts.ts';

/** Compressed bytes that are unpacked at a time. DEFLATE expands them at most about 1,000-fold. */
const PART_BYTES = 16_384;
/** The two compression methods that are supported. */
const STORED = 0;
const DEFLATED = 8;
/** The end of central directory record. A comment of up to 65,535 bytes may follow it. */
const END_SIGNATURE = 0x06_05_4b_50;
const END_BYTES = 22;
const MAX_END_BYTES = END_BYTES + 65_535;
/** The count in that record when the archive has more members than 16 bits can hold. */
const UNCOUNTED = 65_535;
const NOTHING = new Uint8Array();

/**
 * Reads the documents of a .zip, member by member from the start. The sizes in its headers are not trusted. Members that
 * are not documents are not unpacked, and those that are too large only up to the limit.
 *
 * @throws {IntakeError} when the file is not a .zip, is damaged, or is too large
 */
export async function readZip(file: Blob, intake: Intake): Promise<void> {
  const expected = await countMembers(file);
  if (expected === null) throw new IntakeError('It is no .zip, or not a whole one.');
  let found = 0;
  const unzip = new Unzip((member) => {
    found += 1;
    if (member.name.endsWith('/')) return;
    const incoming = intake.begin(readableName(member.name), member.originalSize);
    if (member.compression !== STORED && member.compression !== DEFLATED) {
      incoming?.fail('is packed in a way that is not known here');
      return;
    }
    let failed = false;
    member.ondata = (error, part, final) => {
      if (!incoming || failed) return;
      if (error) {
        failed = true;
        incoming.fail('is damaged in its archive, or encrypted');
        return;
      }
      intake.spend(part.byteLength);
      incoming.add(part);
      if (final) incoming.end();
    };
    member.start();
  });
  unzip.register(UnzipPassThrough);
  unzip.register(BoundedInflate);
  try {
    for await (const part of partsOf(file.stream(), PART_BYTES)) unzip.push(part);
    unzip.push(NOTHING, true);
  } catch (error) {
    if (error instanceof IntakeError) throw error;
    throw new IntakeError(`It can't be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
  if (expected !== UNCOUNTED && found < expected) {
    throw new IntakeError(`It is damaged: ${found} of its ${expected} members were found.`);
  }
}

/** Unpacks a document up to the size limit. Ignores the rest, and everything after damaged data. */
class BoundedInflate implements UnzipDecoder {
  static readonly compression = DEFLATED;
  ondata: AsyncFlateStreamHandler = () => undefined;
  #unpacked: Uint8Array<ArrayBuffer>[] = [];
  readonly #inflate = new Inflate((part) => this.#unpacked.push(part));
  /** Bytes that may still be unpacked. Negative: nothing more is. */
  #left: number;

  constructor(name: string, _packedSize?: number, size = 0) {
    const isWanted = documentPath(readableName(name)) !== null && size <= MAX_DOCUMENT_BYTES;
    this.#left = isWanted ? MAX_DOCUMENT_BYTES : -1;
  }

  push(packed: Uint8Array, final: boolean): void {
    let error: FlateError | null = null;
    if (this.#left >= 0) {
      try {
        this.#inflate.push(packed, final);
      } catch (thrown) {
        error = asFlateError(thrown);
      }
    }
    const parts = this.#unpacked;
    this.#unpacked = [];
    for (const part of parts) {
      this.#left -= part.byteLength;
      this.ondata(null, part, false);
    }
    if (error) this.#left = -1;
    if (error || final) this.ondata(error, NOTHING, final);
  }
}

function asFlateError(error: unknown): FlateError {
  if (error instanceof Error && 'code' in error && typeof error.code === 'number') {
    return Object.assign(error, { code: error.code });
  }
  throw error;
}

/**
 * Reads the number of members from the end of central directory record.
 *
 * @returns null when there is no such record: the file is not a .zip, or is incomplete
 * @see https://pkware.cachefly.net/webdocs/APPNOTE/APPNOTE-6.3.9.TXT 4.3.16
 */
async function countMembers(file: Blob): Promise<number | null> {
  const tail = new DataView(await file.slice(-MAX_END_BYTES).arrayBuffer());
  for (let at = tail.byteLength - END_BYTES; at >= 0; at -= 1) {
    if (tail.getUint32(at, true) === END_SIGNATURE) return tail.getUint16(at + 10, true);
  }
  return null;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Decodes the name of a member. Many archives use UTF-8 without setting the flag; fflate then decodes it as Latin-1. */
function readableName(name: string): string {
  const codes = Array.from(name, (character) => character.codePointAt(0) ?? 0);
  if (codes.every((code) => code < 0x80) || codes.some((code) => code > 0xff)) return name;
  try {
    return utf8.decode(Uint8Array.from(codes));
  } catch (error) {
    if (error instanceof TypeError) return name;
    throw error;
  }
}

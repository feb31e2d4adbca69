import { createTarDecoder, type TarHeader } from 'modern-tar';
import { IntakeError, type Intake } from './intake.ts';
import { itemsOf } from './stream-parts.ts';

/**
 * Reads the documents of a .tar, with or without gzip compression.
 *
 * @throws {IntakeError} when the file is not such an archive, or is too large
 */
export async function readTar(file: Blob, intake: Intake): Promise<void> {
  try {
    const bytes = (await startsLikeGzip(file))
      ? file.stream().pipeThrough(new DecompressionStream('gzip'))
      : file.stream();
    // Counts all bytes, because skipped members have to be unpacked as well.
    const counted = new TransformStream<Uint8Array, Uint8Array>({
      transform(part, controller) {
        intake.spend(part.byteLength);
        controller.enqueue(part);
      },
    });
    const entries = bytes.pipeThrough(counted).pipeThrough(createTarDecoder({ strict: true }));
    for await (const { header, body } of itemsOf(entries)) await readMember(header, body, intake);
  } catch (error) {
    if (error instanceof IntakeError) throw error;
    throw new IntakeError(`It can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function readMember(
  { name, size, type = 'file' }: TarHeader,
  body: ReadableStream<Uint8Array>,
  intake: Intake,
): Promise<void> {
  // Folders, links and devices are skipped without being counted.
  const incoming = type === 'file' ? intake.begin(name, size) : null;
  if (!incoming || incoming.isTooLarge) {
    incoming?.end();
    return body.cancel();
  }
  for await (const part of itemsOf(body)) incoming.add(part);
  incoming.end();
}

async function startsLikeGzip(file: Blob): Promise<boolean> {
  const start = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return start[0] === 0x1f && start[1] === 0x8b;
}

/** Adds Vale styles to rule packs. */
import { parseDocument } from 'yaml';
import { ArchiveError, checkPack, readStyleArchive, type ImportedStyle } from '../../engine/index.ts';
import type { FamilyUpdate } from '../../shared/api/families.ts';
import type { Precondition } from '../../store/families.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { putFamily } from './families.ts';
import { requireMatch, sourceOf, tagOf } from './precondition.ts';
import { requireAdmin } from './require-admin.ts';
import { readFamilies } from './rulesets.ts';
import { requireServed } from './served.ts';

/** Attempts to add styles to a pack that others change at the same time. */
const MAX_STYLE_ATTEMPTS = 5;

/**
 * Adds Vale styles to a family's pack; a style of the same name is replaced. The rest of the pack stays as it is,
 * comments included.
 *
 * @param zip - an archive with one folder of rules for each style
 * @param precondition - what must hold for the pack; when left out, the styles are added to whatever pack is there
 * @throws {Refusal} as {@link putFamily}, and `invalid` when the archive cannot be read
 */
export async function addStyles(
  context: ServiceContext,
  name: string,
  zip: Uint8Array,
  precondition: Precondition = {},
): Promise<FamilyUpdate> {
  requireAdmin(context);
  requireServed(context, name, 'name');
  const added = refusingArchive(() => readStyleArchive(zip));
  const isConditional = Object.keys(precondition).length > 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await mergeStyles(context, name, added, precondition);
    } catch (error) {
      // Somebody else changed the pack in the meantime. Without a condition the styles are added to the new one.
      const isChanged = error instanceof Refusal && error.kind === 'precondition-failed';
      if (!isChanged || isConditional || attempt >= MAX_STYLE_ATTEMPTS) throw error;
    }
  }
}

/** Adds styles to the present pack, and stores the result if that pack has not changed in the meantime. */
async function mergeStyles(
  context: ServiceContext,
  name: string,
  added: readonly ImportedStyle[],
  precondition: Precondition,
): Promise<FamilyUpdate> {
  const families = await readFamilies(context.db);
  const source = sourceOf(families, name);
  const tag = await tagOf(families, name);
  if (source === undefined || tag === null) throw new Refusal('not-found', `There is no family "${name}".`);
  requireMatch(precondition, tag);
  const document = parseDocument(source);
  const given: unknown = document.toJS({ maxAliasCount: 0 });
  const before = checkPack(given ?? {}).styles;
  const names = new Set(added.map((style) => style.name));
  document.set('styles', [...before.filter((style) => !names.has(style.name)), ...added]);
  return putFamily(context, name, document.toString(), { ifMatch: [tag] });
}

function refusingArchive(read: () => ImportedStyle[]): ImportedStyle[] {
  try {
    const styles = read();
    if (styles.length > 0) return styles;
    throw new ArchiveError('The archive has no Vale rules.');
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    throw new Refusal('invalid', error.message, [{ path: '', message: error.message }]);
  }
}

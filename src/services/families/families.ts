/** Lists and changes rule packs. A changed pack must pass its own tests. */
import { maySeeFamily } from '../../access/principal.ts';
import { parsePack } from '../../engine/index.ts';
import type {
  FamilyDetail,
  FamilyList,
  FamilySummary,
  FamilyTrial,
  FamilyUpdate,
} from '../../shared/api/families.ts';
import { servesFamily, type ServedFamilies } from '../../shared/served-families.ts';
import { FAMILY_NAME } from '../../shared/things.ts';
import { commitWithEvents } from '../../store/commit.ts';
import { appendEventsIfChanged, toLiveEvents } from '../../store/events.ts';
import {
  isPreconditionFailed,
  toFamiliesKey,
  upsertFamily,
  type Precondition,
  type StoredFamily,
} from '../../store/families.ts';
import { readGates, type StoredGate } from '../../store/gates.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal, type FieldError } from '../errors.ts';
import { tryOut } from './family-trial.ts';
import { gateChanges } from './gates.ts';
import { bundledTag, preconditionFailed, requireMatch, sourceOf, tagOf, toHeader } from './precondition.ts';
import { requireAdmin } from './require-admin.ts';
import { requireServed } from './served.ts';
import { hash } from '../hash.ts';
import { familiesFrom, readFamilies, refusing, tryRuleset, type Families } from './rulesets.ts';

/** How often a change is worked out while other packs change. */
const MAX_ATTEMPTS = 4;

export type { Precondition } from '../../store/families.ts';

/** Lists the families that the principal may see. */
export async function listFamilies({ db, principal, served }: ServiceContext): Promise<FamilyList> {
  const families = await readFamilies(db);
  const { gates, position } = await readGates(db);
  const visible = families.names.filter((name) => maySeeFamily(principal, name));
  return { results: visible.map((name) => summaryOf(families, name, gates, served)), position };
}

/**
 * Reads a family with its pack and rules.
 *
 * @throws {Refusal} `not-found`, also for a family that the principal may not see
 */
export async function getFamily(
  { db, principal, served }: ServiceContext,
  name: string,
): Promise<FamilyDetail> {
  const families = await readFamilies(db);
  const { gates, position } = await readGates(db, name);
  const source = maySeeFamily(principal, name) ? sourceOf(families, name) : undefined;
  const tag = await tagOf(families, name);
  if (source === undefined || tag === null) throw new Refusal('not-found', `There is no family "${name}".`);
  const { ruleset, problems } = tryRuleset(families, name);
  const settings = ruleset?.settingsFor('');
  return {
    ...summaryOf(families, name, gates, served),
    source,
    etag: toHeader(tag),
    problems: [...problems],
    rules: [...(ruleset?.rules.values() ?? [])].map(({ id, type, level, purpose }) => ({
      id,
      type,
      level: settings?.level(id) ?? level,
      purpose,
    })),
    position,
  };
}

/**
 * Tries a pack without storing it: runs its tests, and counts the findings that it would add or remove.
 *
 * @param source - YAML; null for the present pack
 * @throws {Refusal} `forbidden`, or `invalid` with every problem in the pack
 */
export async function tryFamily(
  context: ServiceContext,
  name: string,
  source: string | null,
): Promise<FamilyTrial> {
  requireAdmin(context);
  const before = await readFamilies(context.db);
  if (source === null && !before.names.includes(name)) {
    throw new Refusal('not-found', `There is no family "${name}".`);
  }
  const after =
    source === null ? before : familiesFrom(withFamily(before, await toRow(context, name, source)));
  return tryOut(context, name, before, after);
}

/**
 * Stores a family's pack, or adds a family. The pack's tests must pass.
 *
 * @param source - YAML
 * @param precondition - what must hold; checked again in the transaction that stores the pack
 * @throws {Refusal} `forbidden`, `precondition-failed`, or `invalid` with every problem in the pack, failed tests included; as
 * `requireServed`
 */
export async function putFamily(
  context: ServiceContext,
  name: string,
  source: string,
  precondition: Precondition = {},
): Promise<FamilyUpdate> {
  requireAdmin(context);
  requireServed(context, name, 'name');
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryToPut(context, name, source, precondition);
    } catch (error) {
      // Another pack may have changed meanwhile: then it is worked out anew. What the precondition says is checked again.
      if (!isPreconditionFailed(error)) throw error;
      if (attempt >= MAX_ATTEMPTS) throw preconditionFailed();
    }
  }
}

async function tryToPut(
  context: ServiceContext,
  name: string,
  source: string,
  precondition: Precondition,
): Promise<FamilyUpdate> {
  const { db, principal } = context;
  const before = await readFamilies(db);
  requireMatch(precondition, await tagOf(before, name));
  const row = await toRow(context, name, source);
  const after = familiesFrom(withFamily(before, row));
  const trial = await tryOut(context, name, before, after);
  const failed = trial.tests.filter(({ passed }) => !passed);
  if (failed.length > 0) {
    const errors = failed.map((test): FieldError => ({
      path: `tests: ${test.name}`,
      message: describeFailure(test),
    }));
    throw new Refusal(
      'invalid',
      `${failed.length} of the pack's own tests failed; nothing was changed.`,
      errors,
    );
  }
  const event = {
    type: 'family_updated' as const,
    timestamp: row.updated_at,
    actor: principal.actor,
    subject: { family: name },
    payload: { name, version: trial.version },
  };
  const key = toFamiliesKey([...before.stored.values()]);
  const appended = await commitWithEvents(db, {
    before: [upsertFamily(db, row, precondition, await bundledTag(name), key)],
    events: appendEventsIfChanged(db, [event]),
    after: gateChanges(db, before, after),
  });
  context.publish(toLiveEvents(appended));
  return { name, changed: appended.length > 0, etag: toHeader(row.sha256), ...trial };
}

function summaryOf(
  families: Families,
  name: string,
  gates: ReadonlyMap<string, StoredGate>,
  served: ServedFamilies | undefined,
): FamilySummary {
  const movedTo = served?.moved.get(name);
  const gate = gates.get(name)?.result;
  const pack = families.pack(name);
  const stored = families.stored.get(name);
  return {
    name,
    title: pack?.title ?? name,
    description: pack?.description ?? '',
    origin: stored ? 'stored' : 'bundled',
    version: tryRuleset(families, name).ruleset?.version ?? null,
    ...(gate && { gate }),
    ...(!servesFamily(served, name) && { is_served: false as const }),
    ...(movedTo !== undefined && { moved_to: movedTo }),
    ...(stored && { updated_by: stored.updated_by, updated_at: stored.updated_at }),
  };
}

async function toRow(
  { principal, now }: ServiceContext,
  name: string,
  source: string,
): Promise<StoredFamily> {
  if (!FAMILY_NAME.test(name)) {
    const message = 'must be 1 to 40 lower-case letters, digits or hyphens, a letter first';
    throw new Refusal('invalid', `The name of a family ${message}.`, [{ path: 'name', message }]);
  }
  const pack = refusing(() => parsePack(source));
  if (pack.name !== undefined && pack.name !== name) {
    const message = `is "${pack.name}", but the pack is for the family "${name}"`;
    throw new Refusal('invalid', `name: ${message}.`, [{ path: 'name', message }]);
  }
  return {
    name,
    source,
    sha256: await hash(new TextEncoder().encode(source)),
    updated_by: principal.actor,
    updated_at: now().toISOString(),
  };
}

function withFamily(families: Families, row: StoredFamily): StoredFamily[] {
  return [...new Map(families.stored).set(row.name, row).values()];
}

function describeFailure({ missing, unexpected }: { missing: string[]; unexpected: string[] }): string {
  const parts = [
    missing.length > 0 ? `does not find ${missing.join(', ')}` : '',
    unexpected.length > 0 ? `finds ${unexpected.join(', ')}` : '',
  ];
  return parts.filter(Boolean).join('; ');
}

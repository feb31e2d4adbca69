import type { Gate } from '../../shared/gate.ts';
import { PackError } from './pack-error.ts';
import { MAX_EXTENDS, type Pack } from './pack.ts';

/** Finds a pack by its name; returns undefined for an unknown one. */
export type PackSource = (name: string) => Pack | undefined;

/**
 * Merges a pack with the packs that it extends. The pack itself wins over them. Tests are not inherited, because they are
 * about the findings of their own pack.
 *
 * @throws {PackError} when a pack does not exist, the packs extend each other in a circle, or there are too many
 */
export function resolvePack(pack: Pack, source: PackSource): Pack {
  let count = 0;
  const resolve = (one: Pack, path: readonly string[]): Pack => {
    let base: Pack | null = null;
    for (const name of extendsOf(one)) {
      count += 1;
      if (path.includes(name)) throw inExtends(`goes in a circle: ${[...path, name].join(' → ')}`);
      if (count > MAX_EXTENDS) throw inExtends(`must not lead to more than ${MAX_EXTENDS} packs`);
      const found = source(name);
      if (!found) throw inExtends(`names "${name}", which does not exist`);
      const resolved = resolve(found, [...path, name]);
      base = base ? mergePacks(base, resolved) : resolved;
    }
    return base ? { ...mergePacks(base, one), tests: one.tests } : one;
  };
  return resolve(pack, pack.name === undefined ? [] : [pack.name]);
}

function inExtends(message: string): PackError {
  return new PackError([{ path: 'extends', message }]);
}

function extendsOf({ extends: names = [] }: Pack): readonly string[] {
  return typeof names === 'string' ? [names] : names;
}

function mergePacks({ source: _source, ...base }: Pack, pack: Pack): Pack {
  const { schema, ...fields } = pack.front_matter;
  return {
    ...base,
    ...pack,
    // Later settings win, so the pack's own come last.
    rules: { ...without(base.rules, pack.rules), ...pack.rules },
    ...(base.markdownlint || pack.markdownlint
      ? { markdownlint: { ...base.markdownlint, ...pack.markdownlint } }
      : {}),
    front_matter: {
      ...base.front_matter,
      ...fields,
      ...(schema ? { schema } : {}),
    },
    terms: byKey(base.terms, pack.terms, ({ name }) => name),
    apis: byKey(base.apis, pack.apis, ({ namespace }) => namespace),
    plugins: byKey(base.plugins, pack.plugins, ({ name }) => name),
    banned: byKey(base.banned, pack.banned, ({ phrase }) => phrase),
    vocab: [...new Set([...base.vocab, ...pack.vocab])],
    styles: byKey(base.styles, pack.styles, ({ name }) => name),
    overrides: [...base.overrides, ...pack.overrides],
    ...(base.owners || pack.owners ? { owners: [...(base.owners ?? []), ...(pack.owners ?? [])] } : {}),
    ...(base.gate || pack.gate ? { gate: mergeGates(base.gate, pack.gate) } : {}),
  };
}

/** Limit by limit: a limit of the pack itself replaces that of its base. */
function mergeGates(base: Gate = {}, own: Gate = {}): Gate {
  const { new: fresh, all, rules } = base;
  return {
    ...(fresh || own.new ? { new: { ...fresh, ...own.new } } : {}),
    ...(all || own.all ? { all: { ...all, ...own.all } } : {}),
    ...(rules || own.rules ? { rules: { ...rules, ...own.rules } } : {}),
  };
}

function without<T>(record: Readonly<Record<string, T>>, keys: object): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !Object.hasOwn(keys, key)));
}

function byKey<T>(base: readonly T[], own: readonly T[], keyOf: (entry: T) => string): T[] {
  return [...new Map([...base, ...own].map((entry) => [keyOf(entry).toLowerCase(), entry])).values()];
}

import type { Pack } from '../../packs/pack.ts';
import { NearestName } from './near-miss.ts';

/** A namespace in a pack, with its types and members. */
export type KnownApi = Pack['apis'][number];
/** A deprecated type or member in a pack. */
export type DeprecatedApi = KnownApi['deprecated'][number];
/** An enumeration in a pack, with the namespace it belongs to. */
export type Enumeration = KnownApi['enums'][number] & {
  api: KnownApi;
  /** The member names after {@link foldMember}. */
  folded: ReadonlySet<string>;
};

/** A chain of names, e.g. `Aspose.Cells.Workbook.Save`, resolved as far as the pack knows it. */
export interface Resolved {
  /** The namespace at the start of the chain. */
  api: KnownApi;
  /** Index of the first part after the namespace and its nested namespaces. */
  rest: number;
}

/** The namespaces, types and members that a pack knows. */
export class ApiIndex {
  /** All types of all namespaces. */
  readonly types: ReadonlySet<string>;
  readonly nearestType: NearestName;
  readonly nearestNamespace: NearestName;
  readonly enums: ReadonlyMap<string, Enumeration>;
  readonly deprecatedTypes: ReadonlyMap<string, DeprecatedApi>;
  /** Keyed by type and member, both folded, e.g. `pivottable.columngrand`. */
  readonly deprecatedMembers: ReadonlyMap<string, DeprecatedApi>;
  readonly isEmpty: boolean;
  readonly #namespaces = new Map<string, KnownApi>();
  /** First words of all namespaces, used to skip most chains early. */
  readonly #roots = new Set<string>();
  readonly #inner = new Map<KnownApi, ReadonlySet<string>>();
  readonly #ownTypes = new Map<KnownApi, ReadonlySet<string>>();
  #deepest = 0;

  constructor(apis: readonly KnownApi[]) {
    this.isEmpty = apis.length === 0;
    this.types = new Set(apis.flatMap(({ types }) => types));
    this.nearestType = new NearestName(this.types);
    this.nearestNamespace = new NearestName(apis.map(({ namespace }) => namespace));
    const enums = new Map<string, Enumeration>();
    const types = new Map<string, DeprecatedApi>();
    const members = new Map<string, DeprecatedApi>();
    for (const api of apis) {
      for (const name of [api.namespace, ...api.aliases]) {
        this.#namespaces.set(name, api);
        const segments = name.split('.');
        this.#roots.add(segments[0] ?? name);
        this.#deepest = Math.max(this.#deepest, segments.length);
      }
      this.#inner.set(api, new Set(api.namespaces.map((name) => name.toLowerCase())));
      this.#ownTypes.set(api, new Set(api.types));
      for (const one of api.enums)
        enums.set(one.name, { ...one, api, folded: new Set(one.members.map(foldMember)) });
      for (const one of api.deprecated) {
        const [type = '', member] = one.name.split('.');
        if (member === undefined) types.set(type, one);
        else members.set(`${type.toLowerCase()}.${foldMember(member)}`, one);
      }
    }
    this.enums = enums;
    this.deprecatedTypes = types;
    this.deprecatedMembers = members;
  }

  /** Whether a name is a namespace, or a package for another language. */
  isNamespace(name: string): boolean {
    return this.#namespaces.has(name);
  }

  /** Resolves the namespace at the start of a chain. Returns null if the pack knows none. */
  resolve(parts: readonly string[]): Resolved | null {
    if (!this.#roots.has(parts[0] ?? '')) return null;
    for (let count = Math.min(parts.length, this.#deepest); count > 0; count -= 1) {
      const api = this.#namespaces.get(parts.slice(0, count).join('.'));
      if (!api) continue;
      let rest = count;
      while (this.#inner.get(api)?.has((parts[rest] ?? '').toLowerCase())) rest += 1;
      return { api, rest };
    }
    return null;
  }

  /** Returns the namespace that a type belongs to. */
  ownerOf(type: string): KnownApi | undefined {
    for (const [api, types] of this.#ownTypes) if (types.has(type)) return api;
    return undefined;
  }

  /** Whether the type exists in the namespace, or in any namespace whose list of types is incomplete. */
  knows(api: KnownApi, type: string): boolean {
    return (api.complete ? this.#ownTypes.get(api) : this.types)?.has(type) ?? false;
  }

  /** Returns the deprecation entry of a member, whichever language's spelling is used. */
  deprecatedMember(type: string, member: string): DeprecatedApi | undefined {
    if (this.deprecatedMembers.size === 0) return undefined;
    const folded = foldMember(member);
    const owner = type.replaceAll('_', '').toLowerCase();
    return (
      this.deprecatedMembers.get(`${owner}.${folded}`) ??
      this.deprecatedMembers.get(`${owner}.${folded.replace(/^[gs]et/, '')}`)
    );
  }
}

/** Normalises a member name across languages: `TabDelimited`, `TAB_DELIMITED` and `tabDelimited` are equal. */
export function foldMember(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

import { sameFormat } from './file-formats.ts';
import { NearestName, type NearMiss } from './near-miss.ts';
import type { Plugin } from './spellings.ts';

/** A plugin with its formats under their canonical names. */
export interface KnownPlugin {
  plugin: Plugin;
  /** null if the pack does not say. */
  load: ReadonlySet<string> | null;
  save: ReadonlySet<string> | null;
}

/** The plugins of a pack, by each of their names. */
export class PluginIndex {
  readonly main: KnownPlugin | null;
  readonly all: readonly KnownPlugin[];
  readonly #nearest: NearestName;
  /** Texts in code that indicate the use of a plugin. */
  readonly marks: readonly { mark: string; plugin: Plugin }[];
  /** Types whose `Save` method writes a file, with the product they belong to. */
  readonly documents: ReadonlyMap<string, KnownPlugin>;
  readonly #byName = new Map<string, { name: string; known: KnownPlugin }>();

  constructor(plugins: readonly Plugin[]) {
    this.all = plugins.map((plugin) => ({
      plugin,
      load: formatSet(plugin.load),
      save: formatSet(plugin.save),
    }));
    for (const known of this.all) {
      for (const name of namesOf(known.plugin)) this.#byName.set(name.toLowerCase(), { name, known });
    }
    this.#nearest = new NearestName(this.#byName.keys());
    this.main = this.all.find(({ plugin }) => plugin.main) ?? null;
    this.marks = plugins.flatMap((plugin) => plugin.code.map((mark) => ({ mark, plugin })));
    this.documents = new Map(
      this.all.flatMap((known) => known.plugin.documents.map((type) => [type, known] as const)),
    );
  }

  /** Returns the plugin with this name, ignoring case. */
  named(name: string): KnownPlugin | undefined {
    return this.#byName.get(name.trim().toLowerCase())?.known;
  }

  /** Returns the plugin whose name is nearest, with that name as the pack writes it. */
  nearestTo(name: string, minSimilarity: number): (NearMiss & { plugin: Plugin }) | null {
    const near = this.#nearest.of(name.trim().toLowerCase(), minSimilarity);
    const entry = near && this.#byName.get(near.name);
    return entry ? { name: entry.name, similarity: near.similarity, plugin: entry.known.plugin } : null;
  }

  /**
   * Returns the plugin that a name refers to, with or without a platform, e.g. "Aspose.Cells for Java" for
   * "Aspose.Cells".
   */
  ofProduct(name: string): KnownPlugin | undefined {
    const exact = this.named(name);
    if (exact) return exact;
    const [product] = name.split(' for ');
    return product === undefined ? undefined : this.named(product);
  }
}

/** All names of a plugin: its name and its aliases. */
export function namesOf({ name, aliases }: Plugin): readonly string[] {
  return [name, ...aliases];
}

function formatSet(formats: readonly string[] | undefined): ReadonlySet<string> | null {
  return formats ? new Set(formats.map(sameFormat)) : null;
}

/** Which lines of which families a delivery is about. */
import {
  pullSettings,
  resolvePack,
  PackError,
  sourceMatcher,
  type PullSettings,
  type Source,
} from '../../engine/index.ts';
import { servesFamily } from '../../shared/served-families.ts';
import type { Database } from '../../store/database.ts';
import type { Delivery } from '../../store/github-deliveries.ts';
import type { ServiceContext } from '../context.ts';
import { readFamilies } from '../families/rulesets.ts';
import { refusalOfFamily } from '../families/served.ts';

/** The main line of a family, or a pull request for it. */
export interface Target {
  family: string;
  /** Empty for the main line. */
  ref: string;
  /** `owner/name`, as GitHub spells it. */
  repository: string;
  /** The branch of the main line. */
  branch: string;
  /** Which files are documents of the family. */
  isDocument: (path: string) => boolean;
  /** By which repository, branch and paths: it differs when the pack says something else. */
  source: string;
  /** How much a pull request is told. */
  pulls: PullSettings;
}

/** Finds the families of this service whose packs name the repository, and, for a push, the branch. */
export async function targetsOf(
  { db, served }: Pick<ServiceContext, 'db' | 'served'>,
  delivery: Delivery,
): Promise<Target[]> {
  const { repository, default_branch, kind, subject } = delivery;
  const sources = await sourcesOf(db);
  return sources.flatMap(({ family, source }): Target[] => {
    if (!isOf(source, repository) || !servesFamily(served, family)) return [];
    const branch = source.branch ?? default_branch;
    if (kind === 'branch' && branch !== subject) return [];
    const isMainLine = kind === 'branch' || kind === 'installed';
    return [
      {
        family,
        ref: isMainLine ? '' : `pull/${subject}`,
        repository,
        branch,
        isDocument: sourceMatcher(source),
        source: JSON.stringify([source.github.toLowerCase(), branch, source.paths ?? null]),
        pulls: pullSettings(source),
      },
    ];
  });
}

const isOf = (source: Source, repository: string) => source.github.toLowerCase() === repository.toLowerCase();

/** What is not done about repositories, because another service has families of theirs. */
export interface PassedOver {
  /** Repositories, in lower case, of which this service has no family. */
  all: ReadonlySet<string>;
  /** Why, in words; undefined when nothing is passed over. */
  reason?: string;
}

/**
 * Finds the families of repositories that another service has.
 *
 * @throws {Refusal} `misconfigured`
 */
export async function passedOver(
  context: Pick<ServiceContext, 'db' | 'served'>,
  repositories: readonly string[],
): Promise<PassedOver> {
  const all = new Set<string>();
  const reasons = new Set<string>();
  if (!context.served || repositories.length === 0) return { all };
  const sources = await sourcesOf(context.db);
  for (const repository of repositories) {
    const refusals = sources
      .filter(({ source }) => isOf(source, repository))
      .map(({ family }) => refusalOfFamily(context, family));
    for (const refusal of refusals) {
      if (refusal?.kind === 'misconfigured') throw refusal;
      if (refusal) reasons.add(refusal.message);
    }
    if (refusals.length > 0 && !refusals.includes(null)) all.add(repository.toLowerCase());
  }
  return { all, ...(reasons.size > 0 && { reason: [...reasons].join(' ') }) };
}

/** The families whose documents come from GitHub. A pack that can't be used has no source. */
export async function sourcesOf(db: Database): Promise<{ family: string; source: Source }[]> {
  const families = await readFamilies(db);
  return families.names.flatMap((family) => {
    try {
      const pack = families.pack(family);
      const source = pack && resolvePack(pack, (name) => families.pack(name)).source;
      return source ? [{ family, source }] : [];
    } catch (error) {
      if (error instanceof PackError) return [];
      throw error;
    }
  });
}

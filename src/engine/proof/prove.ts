import type { Edit } from '../../shared/things.ts';
import { excessOf } from '../document/parser-cost.ts';
import { FLAVOR_TRAITS, type Flavor } from '../flavors/flavor.ts';
import { touchesTemplate } from '../flavors/template-span.ts';
import { applyEdits, mergeReplacements, type Replacement } from '../text/edits.ts';
import { compareDocuments, type Difference } from './compare.ts';
import { canBeCertain, type Effect } from '../rules/effects.ts';
import type { Tolerance } from './inline-rendering.ts';
import { movesToOtherLevel } from './guessed-parser.ts';
import { OtherReading } from './other-parsers.ts';
import {
  readForComparison,
  type ComparableDocument,
  type KnownTree,
  type Readings,
} from './comparable-document.ts';
import { sameTemplates } from './same-templates.ts';

/** Most text that is parsed for the proofs of one document, beyond one pass a rule, in UTF-16 code units. */
export const MAX_SEARCH_LENGTH = 4_000_000;
/** Most passes in which edits that fail together are told apart. */
export const MAX_SEARCH_PASSES = 24;

/** Most comparisons of what is left after a search. */
const MAX_CONFIRMATIONS = 3;

/** Whether a change is proven to do no harm; if not, why. */
export type Verdict = { certain: true } | { certain: false; reason: string };

const CERTAIN: Verdict = { certain: true };

/**
 * Proves that edits of a document leave what it says as it is. A document with them is parsed again, in its flavor, and
 * compared with the document before by what readers see: text, code, links, images, nesting, lists, headings, hard
 * breaks, attributes and templates. Only what a rule declares that it changes may differ.
 *
 * @example new DocumentProof('# A\n\n\nB\n', 'gfm').prove([[{ start: 4, end: 5, text: '' }]], ['blank-lines'])
 */
export class DocumentProof {
  readonly #text: string;
  readonly #flavor: Flavor;
  #before: Readings | null = null;
  #otherReading: OtherReading | null = null;
  readonly #known: KnownTree | undefined;
  #searched = 0;

  /** @param known - the document, if it is parsed already */
  constructor(text: string, flavor: Flavor, known?: KnownTree) {
    this.#text = text;
    this.#flavor = flavor;
    this.#known = known;
  }

  /**
   * Proves the changes of one rule, together: those that are certain can all be made. Costs one pass over the document,
   * and more where changes fail.
   *
   * @param changes - each is a set of replacements that are made together
   * @param effects - what the rule declares that it changes
   * @returns a verdict for each change
   */
  prove(changes: readonly (readonly Replacement[])[], effects: readonly Effect[]): Verdict[] {
    if (!canBeCertain(effects)) return changes.map(() => refused('it is a matter of meaning'));
    const { edits, kept } = mergeReplacements(this.#text, changes);
    if (edits.length === 0) return changes.map(() => CERTAIN);
    const before = this.#parsed();
    if (before === null) return changes.map(() => refused('the document is too complex to be compared'));
    const verdicts = changes.map((change, index): Verdict | null =>
      kept[index]
        ? this.#refuseAtOnce(before[0], change, effects)
        : refused('it collides with another change'),
    );
    const open = verdicts.flatMap((verdict, index) => (verdict === null ? [index] : []));
    this.#search(before, changes, open, toleranceOf(effects), verdicts);
    return verdicts.map((verdict) => verdict ?? CERTAIN);
  }

  /**
   * What readers would see changed if edits of several rules were made together.
   *
   * @returns null when nothing but the declared effects would change
   */
  damage(edits: readonly Edit[], effects: readonly Effect[] = []): string | null {
    const before = this.#parsed();
    if (before === null) return 'what it is, since it is too complex to be compared';
    return this.#compare(before, edits, toleranceOf(effects))[0]?.what ?? null;
  }

  /**
   * What readers would see changed by edits, whoever wanted them, each thing once: `the text`, `a list`.
   *
   * @returns empty when readers would see the same
   */
  changes(edits: readonly Edit[]): string[] {
    const before = this.#parsed();
    if (before === null) return ['what can not be told, since the document is too complex'];
    return [...new Set(this.#compare(before, edits, toleranceOf([])).map(({ what }) => what))];
  }

  #parsed(): Readings | null {
    if (this.#before === null && excessOf(this.#text) !== null) return null;
    return (this.#before ??= readForComparison(this.#text, this.#flavor, this.#known));
  }

  /** What needs no comparison; null when only a comparison can tell. */
  #refuseAtOnce(
    before: ComparableDocument,
    change: readonly Replacement[],
    effects: readonly Effect[],
  ): Verdict | null {
    const { parser, parserIsGuessed } = FLAVOR_TRAITS[this.#flavor];
    for (const { start, end, text } of change) {
      if (touchesTemplate(before.templates, start, end)) return refused('it lies in a template');
      const edit = { start, end, text, expected: this.#text.slice(start, end) };
      if (parserIsGuessed && movesToOtherLevel(this.#text, edit))
        return refused('it would change the levels of a list in a parser that nests by four columns');
      if (parser === 'commonmark') continue;
      const other = (this.#otherReading ??= new OtherReading(before, parser));
      if (other.mayDiffer(edit, effects)) return refused(`${this.#flavor} may read the lines differently`);
    }
    return null;
  }

  /**
   * Finds the changes that do no harm together. The first pass shows in which stretches of the document changes fail;
   * those of each stretch are then halved until the guilty ones are known, one group of each stretch a pass.
   */
  #search(
    before: Readings,
    changes: readonly (readonly Replacement[])[],
    open: readonly number[],
    tolerance: Tolerance,
    verdicts: (Verdict | null)[],
  ): void {
    const accepted = new Set(open);
    const attempt = (): Difference[] => {
      const made = mergeReplacements(
        this.#text,
        [...accepted].map((index) => changes[index] ?? []),
      );
      return this.#compare(before, made.edits, tolerance);
    };
    const stretches = stretchesOf(changes, open, attempt());
    for (const stretch of stretches) {
      const [[only, ...others] = [], ...more] = stretch.groups;
      const isElsewhere = stretch.start === 0 && stretch.end === this.#text.length;
      if (only === undefined || others.length + more.length > 0 || isElsewhere) continue;
      verdicts[only] = refused(`it would change ${stretch.what}`);
      accepted.delete(only);
      stretch.groups = [];
    }
    for (const { groups } of stretches) for (const index of groups.flat()) accepted.delete(index);
    for (let pass = 0; stretches.some(({ groups }) => groups.length > 0); pass += 1) {
      this.#searched += this.#text.length;
      if (pass >= MAX_SEARCH_PASSES || this.#searched > MAX_SEARCH_LENGTH) break;
      const tried = stretches.flatMap((stretch) => {
        const group = stretch.groups.pop();
        return group ? [{ stretch, group }] : [];
      });
      for (const index of tried.flatMap(({ group }) => group)) accepted.add(index);
      const differences = attempt();
      for (const { stretch, group } of tried) {
        const hit = differences.find(({ start, end }) => start <= stretch.end && end >= stretch.start);
        if (!hit) continue;
        for (const index of group) accepted.delete(index);
        stretch.what = hit.what;
        // What concerns the document as a whole says nothing about where: then each is tried by itself.
        const isElsewhere = tried.length > 1 && hit.start === 0 && hit.end === this.#text.length;
        if (isElsewhere) merge(stretches, stretch, group);
        else if (group.length === 1)
          for (const index of group) verdicts[index] = refused(`it would change ${hit.what}`);
        else stretch.groups.push(group.slice(0, group.length >> 1), group.slice(group.length >> 1));
      }
    }
    for (const { groups, what } of stretches) {
      for (const index of groups.flat())
        verdicts[index] = refused(`it, or another beside it, would change ${what}`);
    }
    if (accepted.size < open.length) this.#confirm(changes, accepted, attempt, verdicts);
  }

  /** Compares once more without the changes that failed: the others were tried beside them. */
  #confirm(
    changes: readonly (readonly Replacement[])[],
    accepted: Set<number>,
    attempt: () => Difference[],
    verdicts: (Verdict | null)[],
  ): void {
    for (let pass = 0; pass < MAX_CONFIRMATIONS && accepted.size > 0; pass += 1) {
      const differences = attempt();
      if (differences.length === 0) return;
      for (const index of accepted) {
        const hit = differences.find((difference) => isIn(changes[index], difference));
        if (!hit) continue;
        verdicts[index] = refused(`beside others, it would change ${hit.what}`);
        accepted.delete(index);
      }
    }
    for (const index of accepted)
      verdicts[index] = refused('what it changes beside others could not be told');
  }

  #compare(before: Readings, edits: readonly Edit[], tolerance: Tolerance): Difference[] {
    const whole = (what: string): Difference[] => [{ start: 0, end: this.#text.length, what }];
    const text = applyEdits(this.#text, edits);
    if (excessOf(text) !== null) return whole('how complex the document is');
    const after = readForComparison(text, this.#flavor);
    if (!sameTemplates(before[0], after[0])) return whole('a template, or what it belongs to');
    for (const [index, reading] of before.entries()) {
      const differences = compareDocuments(reading, after[index] ?? after[0], edits, tolerance);
      if (differences.length > 0) return differences;
    }
    return [];
  }
}

function refused(reason: string): Verdict {
  return { certain: false, reason };
}

function toleranceOf(effects: readonly Effect[]): Tolerance {
  return { links: effects.includes('links'), text: effects.includes('text') };
}

function isIn(change: readonly Replacement[] | undefined, { start, end }: Difference): boolean {
  return change?.some((one) => one.start <= end && one.end >= start) ?? false;
}

/** A stretch of the document in which changes fail, and those that are still to be tried. */
interface Stretch {
  start: number;
  end: number;
  what: string;
  groups: number[][];
}

/** Sorts changes by the stretches that differ; those in none are fine. */
function stretchesOf(
  changes: readonly (readonly Replacement[])[],
  open: readonly number[],
  differences: readonly Difference[],
): Stretch[] {
  const stretches = differences.map(({ start, end, what }): Stretch & { all: number[] } => ({
    start,
    end,
    what,
    groups: [],
    all: [],
  }));
  for (const index of open) stretches.find((stretch) => isIn(changes[index], stretch))?.all.push(index);
  return stretches.map(({ all, ...stretch }) => {
    const middle = all.length >> 1;
    const halves = all.length > 1 ? [all.slice(0, middle), all.slice(middle)] : [all];
    return { ...stretch, groups: halves.filter((half) => half.length > 0) };
  });
}

/** Moves a group to the first stretch, whose groups are tried one after the other. */
function merge(stretches: readonly Stretch[], from: Stretch, group: number[]): void {
  const [first = from] = stretches;
  first.start = 0;
  first.end = Number.POSITIVE_INFINITY;
  first.groups.push(group);
}

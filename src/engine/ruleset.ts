import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { DEFAULT_FAMILY } from '../shared/things.ts';
import { MAX_PARSER_COST_MICROS, PARSER_WEIGHTS } from './document/cost-weights.ts';
import { DEFAULT_FLAVOR, flavorOfFile, type Flavor } from './flavors/flavor.ts';
import { bundledPack } from './packs/bundled.ts';
import { readLintConfiguration } from './packs/markdownlint-config.ts';
import type { Pack, Profile } from './packs/pack.ts';
import { PackError, type PackProblem } from './packs/pack-error.ts';
import { pathMatcher } from './packs/path-matcher.ts';
import { checkPack } from './packs/parse-pack.ts';
import { resolvePack, type PackSource } from './packs/resolve.ts';
import { matchesRule } from '../shared/gate.ts';
import { readRuleSettings } from './packs/rule-settings.ts';
import { switchRules, type RuleSwitch } from './packs/rule-switches.ts';
import { BUILT_IN_RULES } from './checks/index.ts';
import type { LintRule } from './checks/markdown/lint/lint-rule.ts';
import { isLeftAsItIs, isTemplate } from './document/form.ts';
import { LINT_RULES, MARKDOWNLINT_VERSION } from './checks/markdown/rules.ts';
import type { Rule, RuleLevel } from './rules/rule.ts';
import { Settings, type RuleSetting } from './rules/settings.ts';
import { schemaProblems } from './checks/front-matter/schema.ts';
import type { SpellChecker } from './document/spelling.ts';
import type { ImportedStyle } from './vale/imported-style.ts';
import { compileStyles, styleRules, type CompiledStyles } from './vale/styles.ts';

/** Length of a ruleset's version, in hex digits. */
const VERSION_DIGITS = 12;
/** Part of the version: raised when validators change what they find without a change of the tables. */
const ENGINE_REVISION = 8;

export interface RulesetOptions {
  /** Name of the pack to use: a bundled one, or one of `packs`. Default: `default`. */
  family?: string;
  /** Replaces the profile of the pack. */
  profile?: Profile;
  /** Further packs by name. They replace bundled packs of the same name. */
  packs?: ReadonlyMap<string, unknown>;
  /** A project's own pack. It extends the pack of the family, unless it says otherwise. */
  pack?: unknown;
  /** A markdownlint configuration, as in `.markdownlint.json`. Replaces that of the pack. */
  markdownlint?: Readonly<Record<string, unknown>>;
  /** Imported Vale styles, in addition to those of the pack. */
  styles?: readonly ImportedStyle[];
  /** The flavor of all documents, whatever the pack says; an override by path still counts. */
  flavor?: Flavor;
  /** Rules that are on or off, whatever packs say. Names that no rule has are ignored. */
  switches?: readonly RuleSwitch[];
  /** The dictionary for the spelling rules, or how to get it: it is asked for only when such a rule is on. */
  spelling?: SpellChecker | (() => SpellChecker);
}

/** The rules for the documents of a family, compiled and reusable. */
export interface Ruleset {
  readonly name: string;
  readonly profile: Profile;
  /** Rulesets of one version find the same in the same text. */
  readonly version: string;
  /** The rule pack of the family, with everything that it extends. */
  readonly pack: Pack;
  /** The rules of imported styles. */
  readonly styles: CompiledStyles;
  /** The dictionary for `prose/spelling`; null when none was given. */
  readonly spelling: SpellChecker | null;
  /** What was ignored, in words, e.g. unknown rules of a markdownlint configuration. */
  readonly remarks: readonly string[];
  /** The settings for a document of a path. */
  settingsFor: (filePath: string) => Settings;
  /**
   * The flavor of a document, by its path.
   *
   * @param found - the flavor that the document's tree shows. It counts when the pack says nothing.
   */
  flavorFor: (filePath: string, found?: Flavor) => Flavor;
  /** Every rule, on or off, by id. */
  readonly rules: ReadonlyMap<string, Rule>;
}

/**
 * Builds a ruleset. This takes milliseconds, so build it once and keep it for many documents.
 *
 * @throws {PackError} with everything that is wrong in the packs
 * @example buildRuleset({ family: 'cells', profile: 'strict', pack: { rules: { 'links/insecure': 'error' } } })
 */
export function buildRuleset(options: RulesetOptions = {}): Ruleset {
  const { family = DEFAULT_FAMILY, packs } = options;
  const source: PackSource = (name) =>
    packs?.has(name) ? { ...checkPack(packs.get(name)), name } : bundledPack(name);
  const found = source(family);
  if (!found) throw new PackError([{ path: 'family', message: `There is no family "${family}".` }]);
  let pack = resolvePack(found, source);
  if (options.pack !== undefined) {
    const own = checkPack(options.pack);
    const extending = own.extends === undefined ? { ...own, extends: family } : own;
    pack = resolvePack(extending, (name) => (name === family ? found : source(name)));
  }
  const markdownlint = options.markdownlint ? { markdownlint: options.markdownlint } : {};
  const styles = [...pack.styles, ...(options.styles ?? [])];
  const profile = options.profile ?? pack.profile ?? 'default';
  const flavor = options.flavor ?? pack.flavor;
  const full = { ...pack, ...markdownlint, ...(flavor && { flavor }), styles };
  return compile(family, full, profile, options);
}

function compile(
  name: string,
  pack: Pack,
  profile: Profile,
  { spelling: dictionary, switches = [] }: Pick<RulesetOptions, 'spelling' | 'switches'>,
): Ruleset {
  const rules = new Map([
    ...BUILT_IN_RULES,
    ...styleRules(pack.styles).map((rule): [string, Rule] => [rule.id, rule]),
  ]);
  const problems: PackProblem[] = [];
  const remarks: string[] = [];
  const base = new Map<string, RuleSetting>();
  for (const rule of rules.values()) base.set(rule.id, { level: levelIn(profile, rule), options: {} });
  for (const rule of LINT_RULES) {
    const { id, usual }: LintRule = rule;
    const setting = base.get(id);
    if (usual && setting && profile !== 'markdownlint') setting.options = usual;
  }
  if (pack.markdownlint) {
    const levelOf = (id: string): RuleLevel => base.get(id)?.level ?? 'off';
    const read = readLintConfiguration(pack.markdownlint, rules, levelOf);
    for (const [id, setting] of read.settings) if (rules.has(id)) base.set(id, setting);
    problems.push(...read.wrong.map(({ id, message }) => ({ path: `markdownlint.${id}`, message })));
    if (read.unknown.length > 0) {
      remarks.push(`The markdownlint configuration names unknown rules: ${read.unknown.join(', ')}.`);
    }
  }
  for (const rule of Object.keys(pack.gate?.rules ?? {})) {
    if ([...rules.keys()].some((id) => matchesRule(rule, id))) continue;
    problems.push({ path: `gate.rules.${rule}`, message: 'is no rule' });
  }
  if (pack.front_matter.schema) problems.push(...schemaProblems(pack.front_matter.schema));
  readRuleSettings(rules, pack.rules, base, 'rules', problems);
  const overrides = pack.overrides.map(({ paths, flavor, rules: settings }, index) => {
    // Checked here, so that a document never meets wrong settings.
    readRuleSettings(rules, settings, new Map(base), `overrides.${index}.rules`, problems);
    return { matches: pathMatcher(paths), flavor, settings };
  });
  if (problems.length > 0) throw new PackError(problems);

  const switched = (settings: Map<string, RuleSetting>): Map<string, RuleSetting> => {
    switchRules(rules, switches, (rule) => levelIn(profile, rule), settings);
    return settings;
  };
  switched(base);

  const wantsDictionary =
    base.get('prose/spelling')?.level !== 'off' ||
    pack.overrides.some(({ rules: settings }) => 'prose/spelling' in settings) ||
    pack.styles.some((style) => style.rules.some((rule) => rule.extends === 'spelling'));
  const spelling =
    typeof dictionary === 'function' ? (wantsDictionary ? dictionary() : null) : (dictionary ?? null);
  const styles = compileStyles(pack.styles, { accept: pack.vocab, spelling });
  const byMatches = new Map<string, Settings>();
  return {
    name,
    profile,
    version: `${name}@${versionOf(pack, profile, switches, spelling !== null)}`,
    pack,
    styles,
    spelling,
    remarks: [...styles.remarks, ...remarks],
    rules,
    flavorFor(filePath, found) {
      const named = overrides.findLast(({ matches, flavor }) => flavor && matches(filePath))?.flavor;
      return named ?? flavorOfFile(pack.flavor ?? found ?? DEFAULT_FLAVOR, filePath);
    },
    settingsFor(filePath) {
      const matching = overrides.filter(({ matches }) => matches(filePath));
      const isQuiet = (profile === 'default' || profile === 'relaxed') && isLeftAsItIs(filePath);
      const kind = isQuiet ? (isTemplate(filePath) ? 'template' : 'record') : 'page';
      const key = [kind, ...matching.map((override) => overrides.indexOf(override))].join();
      const known = byMatches.get(key);
      if (known) return known;
      const settings = new Map(base);
      if (isQuiet) silence(rules, settings, kind === 'template');
      for (const override of matching) readRuleSettings(rules, override.settings, settings, '', []);
      const made = new Settings(rules, switched(settings));
      byMatches.set(key, made);
      return made;
    },
  };
}

/**
 * Switches off what nobody mends in a document that is left as it is: all but errors, and what somebody asks for. The front
 * matter of a template is none before it is filled in.
 */
function silence(
  rules: ReadonlyMap<string, Rule>,
  settings: Map<string, RuleSetting>,
  isInTemplate: boolean,
): void {
  for (const [id, setting] of settings) {
    const type = rules.get(id)?.type;
    if (setting.isAsked || type === 'document' || type === 'style') continue;
    const isKept = setting.level === 'error' && !(isInTemplate && type === 'front-matter');
    if (!isKept) settings.set(id, { ...setting, level: 'off' });
  }
}

/** The level of a rule in a profile, before the settings of a pack. */
export function levelIn(profile: Profile, rule: Rule): RuleLevel {
  // Rules about the document as a whole are of no profile, but for those that a pack may set.
  if (rule.type === 'document') return profile === 'strict' ? (rule.strict ?? rule.level) : rule.level;
  switch (profile) {
    case 'strict':
      return rule.strict ?? rule.level;
    case 'default':
      return rule.level;
    case 'relaxed':
      return rule.level === 'info' ? 'off' : rule.level;
    case 'markdownlint':
      return rule.type === 'markdown' ? 'error' : 'off';
  }
}

function versionOf(pack: Pack, profile: Profile, switches: readonly RuleSwitch[], spelling: boolean): string {
  // Its tests, its gate, the owners and the repository do not change what is found.
  const { gate: _gate, owners: _owners, source: _source, ...findingPack } = pack;
  const basis = {
    revision: ENGINE_REVISION,
    markdownlint: MARKDOWNLINT_VERSION,
    guards: [PARSER_WEIGHTS, MAX_PARSER_COST_MICROS],
    rules: [...BUILT_IN_RULES.values()].map(({ id, level, strict, fix, changes, options }) => [
      id,
      level,
      strict,
      fix,
      changes,
      options,
    ]),
    profile,
    ...(switches.length > 0 ? { switches } : {}),
    // Left out without a dictionary, so that the versions of such rulesets stay as they were.
    ...(spelling ? { spelling } : {}),
    pack: { ...findingPack, tests: [] },
  };
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(basis)))).slice(0, VERSION_DIGITS);
}

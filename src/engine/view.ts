import type { ValidationType } from '../shared/things.ts';
import type { DocumentView } from './checks/check.ts';
import type { DocumentRuleId } from './checks/document/rules.ts';
import { failureOf } from './checks/document/validate.ts';
import { CHECKS } from './checks/index.ts';
import {
  makeInlineControl,
  readInlineComments,
  type InlineConfiguration,
  type InlineControl,
} from './document/inline-control.ts';
import type { DocumentLibrary } from './document/library.ts';
import type { Outline } from './document/outline.ts';
import type { ParsedDocument } from './document/parsed-document.ts';
import type { SwitchProblem } from './document/switch-comments.ts';
import { FLAVOR_TRAITS, type Flavor } from './flavors/flavor.ts';
import { readLintConfiguration } from './packs/markdownlint-config.ts';
import type { ReportFinding } from './rules/finding.ts';
import { ruleNamesOf } from './rules/rule-names.ts';
import type { RuleLevel } from './rules/rule.ts';
import type { RuleSetting, Settings } from './rules/settings.ts';
import { levelIn, type Ruleset } from './ruleset.ts';
import { dominantLineEnding } from './text/line-index.ts';

interface ViewInput {
  document: ParsedDocument;
  filePath: string;
  ruleset: Ruleset;
  settings: Settings;
  validationTypes: ReadonlySet<ValidationType>;
  library?: DocumentLibrary;
}

/**
 * Prepares a document for all checks. Reports what could not be parsed. The settings include what the document's own
 * comments configure.
 */
export function readView(
  input: ViewInput,
  report: ReportFinding<DocumentRuleId>,
): Omit<DocumentView, 'onlyCounts'> {
  const { document, filePath, ruleset, validationTypes, library = null } = input;
  const { text, lines, frontMatter, bodyStart, markdown, flavor, templates } = document;
  const outline = outlineFor(document, validationTypes, report);
  const names = ruleNamesOf(ruleset.rules);
  const comments = readInlineComments(document, names, { known: styleNamesOf(ruleset) });
  for (const problem of comments.problems) report({ ruleId: 'document/inline-configuration', ...problem });
  const unknown = [...comments.unknown];
  const settings = configured(input.settings, ruleset, comments.configurations, report, unknown);
  const control = makeInlineControl(comments, document, (id) => ({
    on: settings.isOn(id),
    byMarkdownlint: settings.isOffInMarkdownlint(id),
  }));
  const tellsAll = ruleset.profile === 'strict' || settings.isAsked('document/unknown-rule');
  for (const { foreign, ...finding } of unknown) {
    if (foreign !== undefined && !tellsAll && !names.isMisspelt(foreign)) continue;
    if (!control.isOff('document/unknown-rule', finding.start, finding.end)) {
      report({ ruleId: 'document/unknown-rule', ...finding });
    }
  }
  return {
    text,
    markdown,
    flavor,
    templates,
    filePath,
    lines,
    frontMatter,
    bodyStart,
    outline,
    prose: () => (outline ? document.prose : []),
    words: () => (outline ? document.words : []),
    control,
    lineEnding: dominantLineEnding(text),
    validationTypes,
    settings: asRead(withSwitchedOn(settings, ruleset, control), ruleset, flavor),
    profile: ruleset.profile,
    pack: ruleset.pack,
    styles: ruleset.styles,
    spelling: ruleset.spelling,
    library,
  };
}

/**
 * The settings with what the document's comments configure. As in markdownlint, the comments are one configuration, which is
 * laid over that of the pack.
 *
 * @param unknown - gets the names that stand for no rule
 */
function configured(
  settings: Settings,
  ruleset: Ruleset,
  comments: readonly InlineConfiguration[],
  report: ReportFinding<DocumentRuleId>,
  unknown: SwitchProblem[],
): Settings {
  if (comments.length === 0) return settings;
  const { rules, pack, profile } = ruleset;
  const levelOf = (id: string): RuleLevel => {
    const level = settings.level(id);
    return level === 'off' ? levelIn(profile, settings.rule(id)) : level;
  };
  for (const { start, end, configuration, shown } of comments) {
    if (shown) continue;
    const read = readLintConfiguration(configuration, rules, levelOf, true);
    for (const { id, message } of read.wrong) {
      report({ ruleId: 'document/inline-configuration', start, end, message: `${id} ${message}.` });
    }
    for (const name of read.unknown) {
      unknown.push({
        start,
        end,
        message: `"${name}" is no rule, so nothing is configured.`,
        foreign: name,
      });
    }
  }
  const read = (parts: readonly InlineConfiguration[]): Map<string, RuleSetting> => {
    const own: Record<string, unknown> = Object.assign({}, ...parts.map((one) => one.configuration));
    const setsDefault = Object.keys(own).some((key) => key.toUpperCase() === 'DEFAULT');
    const whole = setsDefault ? { ...pack.markdownlint, ...own } : own;
    return readLintConfiguration(whole, rules, levelOf, true).settings;
  };
  const isOfLint = ([id]: [string, RuleSetting]): boolean => settings.rule(id).type === 'markdown';
  const ofLint = [...read(comments)].filter(isOfLint);
  const ofOurs = [...read(comments.filter(({ shown }) => !shown))].filter((entry) => !isOfLint(entry));
  return settings.with(new Map([...ofLint, ...ofOurs]));
}

/** The settings with the rules that comments switch on somewhere. Elsewhere, {@link InlineControl} says that they are off. */
function withSwitchedOn(settings: Settings, { profile }: Ruleset, control: InlineControl): Settings {
  const changed = new Map<string, RuleSetting>();
  for (const rule of settings.rules()) {
    if (settings.isOn(rule.id) || rule.type === 'document' || !control.switchesOn(rule.id)) continue;
    const usual =
      [levelIn(profile, rule), rule.strict ?? 'off'].find((level) => level !== 'off') ?? 'warning';
    changed.set(rule.id, { level: usual, options: settings.options(rule.id), isAsked: true });
  }
  return changed.size === 0 ? settings : settings.with(changed);
}

/** The settings with lower levels for what is wrong only where a program reads the front matter, if nothing says that one does. */
function asRead(settings: Settings, { rules, pack }: Ruleset, flavor: Flavor): Settings {
  const { required = [], recommended = [], schema } = pack.front_matter;
  const isRead = required.length > 0 || recommended.length > 0 || schema !== undefined;
  if (isRead || FLAVOR_TRAITS[flavor].frontMatterIsRead) return settings;
  const known = readSettings.get(settings);
  if (known) return known;
  const lowered = new Map<string, RuleSetting>();
  for (const { id, level, unread } of rules.values()) {
    if (unread === undefined || settings.level(id) !== level || settings.isAsked(id)) continue;
    lowered.set(id, { level: unread, options: settings.options(id) });
  }
  const read = settings.with(lowered);
  readSettings.set(settings, read);
  return read;
}

/** What {@link asRead} has made of the settings that many documents share. */
const readSettings = new WeakMap<Settings, Settings>();

const styleNames = new WeakMap<Ruleset, ReadonlySet<string>>();

/** Imported styles and their rules, with those that can't run here: they are known all the same. */
function styleNamesOf(ruleset: Ruleset): ReadonlySet<string> {
  const known =
    styleNames.get(ruleset) ??
    new Set(
      ruleset.pack.styles.flatMap(({ name, rules, unsupported, problems }) => [
        name,
        ...rules.map(({ id }) => id),
        ...unsupported.map(({ rule }) => rule),
        ...problems.map(({ file }) => `${name}.${file.replace(/^.*\/|\.ya?ml$/gi, '')}`),
      ]),
    );
  styleNames.set(ruleset, known);
  return known;
}

/** The outline, if a wanted check works on it. Reports which checks are skipped when there is none. */
function outlineFor(
  document: ParsedDocument,
  validationTypes: ReadonlySet<ValidationType>,
  report: ReportFinding<DocumentRuleId>,
): Outline | null {
  const wanted = CHECKS.filter(({ type, outline }) => validationTypes.has(type) && outline !== 'unused');
  if (wanted.length === 0) return null;
  const { bodyStart, outline, problem } = document;
  const skipped = wanted.filter(({ outline: use }) => use === 'required').map(({ type }) => `"${type}"`);
  if (problem?.kind === 'failed') report(failureOf('parser', problem.error, bodyStart));
  else if (problem && skipped.length > 0) {
    const message = `The validators ${skipped.join(', ')} were skipped: the document is too complex for them because of ${problem.reason}.`;
    report({ ruleId: 'document/too-complex', start: bodyStart, end: bodyStart, message });
  }
  return outline;
}

import type { ValidationType } from '../shared/things.ts';
import type { DocumentView } from './checks/check.ts';
import type { DocumentRuleId } from './checks/document/rules.ts';
import { failureOf } from './checks/document/validate.ts';
import { CHECKS } from './checks/index.ts';
import { readInlineControl, type InlineControl } from './document/inline-control.ts';
import type { DocumentLibrary } from './document/library.ts';
import type { Outline } from './document/outline.ts';
import type { ParsedDocument } from './document/parsed-document.ts';
import { readLintConfiguration } from './packs/markdownlint-config.ts';
import type { ReportFinding } from './rules/finding.ts';
import { ruleNamesOf } from './rules/rule-names.ts';
import type { Settings } from './rules/settings.ts';
import type { Ruleset } from './ruleset.ts';
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
export function readView(input: ViewInput, report: ReportFinding<DocumentRuleId>): DocumentView {
  const { document, filePath, ruleset, validationTypes, library = null } = input;
  const { text, lines, frontMatter, bodyStart, markdown, flavor, templates } = document;
  const outline = outlineFor(document, validationTypes, report);
  const control = readInlineControl(text, lines, outline, ruleNamesOf(ruleset.rules));
  for (const problem of control.problems) report({ ruleId: 'document/inline-configuration', ...problem });
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
    control,
    lineEnding: dominantLineEnding(text),
    validationTypes,
    settings: configured(input.settings, ruleset, control, report),
    profile: ruleset.profile,
    pack: ruleset.pack,
    styles: ruleset.styles,
    spelling: ruleset.spelling,
    library,
  };
}

/** The settings with what the document's comments configure. */
function configured(
  settings: Settings,
  { rules }: Ruleset,
  { configurations }: InlineControl,
  report: ReportFinding<DocumentRuleId>,
): Settings {
  let current = settings;
  for (const { start, end, configuration } of configurations) {
    const before = current;
    const read = readLintConfiguration(configuration, rules, (id) => before.level(id), true);
    for (const { id, message } of read.wrong) {
      report({ ruleId: 'document/inline-configuration', start, end, message: `${id} ${message}.` });
    }
    current = current.with(read.settings);
  }
  return current;
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

import type { ValidationType } from '../shared/things.ts';
import { estimateCost, MAX_PARSER_COST_MICROS, PARSER_WEIGHTS } from './document/complexity.ts';
import type { DocumentView, ReportFinding } from './rules/finding.ts';
import { readInlineControl, type InlineControl } from './document/inline-control.ts';
import { findFrontMatter, textStart } from './document/front-matter-block.ts';
import type { DocumentLibrary } from './document/library.ts';
import { dominantLineEnding, LineIndex } from './text/line-index.ts';
import { readOutline, type Outline } from './document/outline.ts';
import { readLintConfiguration } from './packs/markdownlint-config.ts';
import { readProse, type ProseBlock } from './document/prose.ts';
import type { Ruleset } from './ruleset.ts';
import type { Settings } from './rules/settings.ts';
import { failureOf } from './checks/document/validate.ts';

/** The validators that say nothing without the parse tree. */
const NEED_OUTLINE: readonly ValidationType[] = [
  'headings',
  'links',
  'code',
  'images',
  'structure',
  'prose',
  'truth',
  'style',
];

interface ViewInput {
  text: string;
  filePath: string;
  ruleset: Ruleset;
  settings: Settings;
  validationTypes: ReadonlySet<ValidationType>;
  library?: DocumentLibrary;
}

/**
 * Reads a document once, for all validators. What can't be read, or not in bounded time, is reported and left out; what
 * its own comments configure is in its settings.
 */
export function readView(input: ViewInput, report: ReportFinding): DocumentView {
  const { text, filePath, ruleset, validationTypes, library = null } = input;
  const lines = new LineIndex(text);
  const frontMatter = findFrontMatter(text, lines);
  const bodyStart = frontMatter?.end ?? textStart(text);
  const outline = outlineOf(text, bodyStart, validationTypes, report);
  const control = readInlineControl(text, lines, outline);
  for (const problem of control.problems) report(problem);
  return {
    text,
    filePath,
    lines,
    frontMatter,
    bodyStart,
    outline,
    prose: onceRead(text, outline),
    control,
    lineEnding: dominantLineEnding(text),
    validationTypes,
    settings: configured(input.settings, control, report),
    profile: ruleset.profile,
    pack: ruleset.pack,
    styles: ruleset.styles,
    spelling: ruleset.spelling,
    library,
  };
}

/** The prose, read when it is first asked for. */
function onceRead(text: string, outline: Outline | null): () => readonly ProseBlock[] {
  let prose: readonly ProseBlock[] | undefined;
  return () => (prose ??= outline ? readProse(text, outline.tree) : []);
}

/** The settings after what the document's comments configure. */
function configured(settings: Settings, { configurations }: InlineControl, report: ReportFinding): Settings {
  let current = settings;
  for (const { start, end, configuration } of configurations) {
    const before = current;
    const read = readLintConfiguration(configuration, (id) => before.level(id), true);
    for (const { id, message } of read.wrong) {
      report({ ruleId: 'document/inline-configuration', start, end, message: `${id} ${message}.` });
    }
    current = current.with(read.settings);
  }
  return current;
}

function outlineOf(
  text: string,
  bodyStart: number,
  validationTypes: ReadonlySet<ValidationType>,
  report: ReportFinding,
): Outline | null {
  const skipped = NEED_OUTLINE.filter((type) => validationTypes.has(type));
  const alsoUse = validationTypes.has('front-matter') || validationTypes.has('seo');
  if (skipped.length === 0 && !alsoUse) return null;
  const cost = estimateCost(text.slice(bodyStart), PARSER_WEIGHTS);
  if (cost.micros <= MAX_PARSER_COST_MICROS) {
    try {
      return readOutline(text, bodyStart);
    } catch (error) {
      report(failureOf('parser', error, bodyStart));
      return null;
    }
  }
  if (skipped.length > 0) {
    const names = skipped.map((type) => `"${type}"`).join(', ');
    const message = `The validators ${names} were skipped: the document is too complex for them because of ${cost.reason}.`;
    report({ ruleId: 'document/too-complex', start: bodyStart, end: bodyStart, message });
  }
  return null;
}

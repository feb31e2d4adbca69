/**
 * The validation engine: text and a ruleset in, findings with exact offsets and edits out. It is pure and synchronous, and
 * runs in every JavaScript runtime. Published as `galley-review/engine`.
 *
 * @example
 * ```ts
 * import { buildRuleset, validateDocument } from 'galley-review/engine';
 *
 * const ruleset = buildRuleset({ profile: 'strict' });
 * const report = validateDocument({ text: '# A\n\n### B\n', filePath: 'docs/a.md', ruleset });
 * for (const { line, column, rule_id, message } of report.issues) console.log(line, column, rule_id, message);
 * ```
 *
 * @module
 */
export { readAnchorSources, type AnchorSources, type HeadingSource } from './document/anchor-sources.ts';
export {
  ANCHOR_STYLES,
  anchorsOf,
  DEFAULT_ANCHOR_STYLE,
  knownAnchors,
  type AnchorStyle,
} from './document/anchor-styles.ts';
export {
  documentAnchors,
  NO_DOCUMENT_LINKS,
  readDocumentLinks,
  type DocumentLinks,
} from './document/anchors.ts';
export {
  applyApproved,
  type ApprovedChange,
  type ApprovedInput,
  type ApprovedText,
  type LeftOutChange,
} from './apply-approved.ts';
export { applyEdits, EditConflictError } from './text/edits.ts';
export {
  enhanceDocument,
  type DocumentChange,
  type EnhancedDocument,
  type EnhanceInput,
  type NotApplied,
} from './enhance-document.ts';
export { ParsedDocument, type ParseProblem } from './document/parsed-document.ts';
export {
  fixDocument,
  fixParsedDocument,
  MAX_FIX_PASSES,
  type FixedDocument,
  type FixedParsedDocument,
} from './fix-document.ts';
export { DEFAULT_FLAVOR, flavorOfFile, FLAVORS, type Flavor } from './flavors/flavor.ts';
export { flavorOfFolder } from './flavors/detect.ts';
export type { DocumentLibrary } from './document/library.ts';
export { anchorStyleOf } from './packs/anchor-style.ts';
export { ownersBy, parseCodeOwners, type OwnerRule } from './packs/owners.ts';
export { resolvePack, type PackSource } from './packs/resolve.ts';
export { pullSettings, sourceMatcher, type PullSettings, type Source } from './packs/source.ts';
export { bundledPack } from './packs/bundled.ts';
export { PackError, type PackProblem } from './packs/pack-error.ts';
export { familyNameSchema, PROFILES, type Pack, type Profile } from './packs/pack.ts';
export { checkPack, MAX_PACK_LENGTH, parsePack } from './packs/parse-pack.ts';
export { runPackTests, type PackTestResult } from './pack-tests.ts';
export { rulesNamed, type RuleSwitch } from './packs/rule-switches.ts';
export { DOUBTFUL_CONFIDENCE } from './findings/proposals.ts';
export { relocateEdits, type RelocatedEdits } from './text/relocate-edits.ts';
export { DocumentProof, type Verdict } from './proof/prove.ts';
export { EFFECTS, effectsInWords, type Effect } from './rules/effects.ts';
export type { Rule } from './rules/rule.ts';
export { buildRuleset, levelIn, type Ruleset, type RulesetOptions } from './ruleset.ts';
export { checkSafety, MAX_LOST_SHARE, MIN_LOST_LENGTH, type SafetyRefusal } from './document/safety-gate.ts';
export { createSpellChecker, type SpellChecker } from './document/spelling.ts';
export { gitPatch, isTreePath, type PatchedFile } from './text/git-patch.ts';
export { diffTexts } from './text/text-diff.ts';
export { diffHunks, unifiedDiff, type DiffLimits } from './text/unified-diff.ts';
export { ArchiveError, readStyleArchive, stylesOf } from './vale/archive.ts';
export type { ImportedStyle } from './vale/imported-style.ts';
export {
  findIssues,
  rulesOnIn,
  validateDocument,
  type DocumentInput,
  type DocumentIssues,
  type DocumentReport,
} from './validate-document.ts';

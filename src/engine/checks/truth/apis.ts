import type { ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { TruthRuleId } from './rules.ts';
import type { ApiIndex, Resolved } from './api-index.ts';
import { foldMember } from './api-index.ts';
import { isApart, usedNamespaces, type Chain, type Part } from './chains.ts';
import { isTypingSlip, percent, type NearMiss } from './near-miss.ts';
import type { TruthCode } from './texts.ts';

const UNKNOWN = 'truth/unknown-api';
const DEPRECATED = 'truth/deprecated-api';
const FORMAT = 'truth/unsupported-format';

/** Common names for file format enumerations. An unknown member of one is an unsupported format. */
const FORMAT_ENUMS = new Set(['SaveFormat', 'LoadFormat']);

const DECLARATION = /\b(?:class|interface|enum|struct|record|type)\s{1,4}([A-Za-z_]\w*)/g;
/**
 * Minimum length at which a plural for a singular counts as a slip, e.g. `PdfSaveOption`. A shorter name may be a
 * different one.
 */
const MIN_PLURAL_LENGTH = 13;
/** Words that show that the document itself mentions the deprecation. */
const SAYS_DEPRECATED = /deprecat|obsolete|remov|replac|no longer|renam|instead/i;

/** Reports types and members that do not exist or are deprecated. */
export function checkApis(
  view: DocumentView<TruthRuleId>,
  apis: ApiIndex,
  codes: readonly TruthCode[],
  chains: readonly Chain[],
  report: ReportFinding<TruthRuleId>,
): void {
  if (apis.isEmpty) return;
  const { settings } = view;
  const declared = declaredTypes(codes);
  const minSimilarity = settings.number(UNKNOWN, 'min_similarity');
  // If another product is used, the same names may mean something else.
  const used = usedNamespaces(chains);

  for (const { code, parts, resolved, isNew, end } of chains) {
    const names = resolved ? parts.slice(resolved.rest) : parts;
    if (settings.isOn(UNKNOWN)) {
      if (resolved) checkQualified(resolved, names, code, isNew);
      else if (parts.length > 1 && checkNamespace(parts)) continue;
      else if (parts.length === 1 && (isNew || isWhole(code, parts[0]))) checkBare(parts[0], isNew);
    }
    checkMembers(names, resolved, code, end);
  }

  function checkQualified({ api }: Resolved, names: readonly Part[], code: TruthCode, isNew: boolean): void {
    const [type] = names;
    if (!type || !/^[A-Z]/.test(type.text) || api.types.length === 0) return;
    if (apis.knows(api, type.text) || declared.has(type.text)) return;
    const near = apis.nearestType.of(type.text, minSimilarity);
    if (near && apis.knows(api, near.name)) reportNear(type, near);
    else if (api.complete && (isNew || !code.inline)) {
      const message = `\`${type.text}\` is no type of ${api.namespace}.`;
      report({ ruleId: UNKNOWN, ...spanOf(type), message });
    }
  }

  function checkNamespace(parts: readonly Part[]): boolean {
    const [first, second] = parts;
    if (!first || !second) return false;
    const written = `${first.text}.${second.text}`;
    if (!/^[A-Z]/.test(second.text)) return false;
    const near = apis.nearestNamespace.of(written, minSimilarity);
    if (!near || near.name === written || !near.name.startsWith(`${first.text}.`)) return false;
    const name = near.name.slice(first.text.length + 1);
    reportNear(second, { name, similarity: near.similarity });
    return true;
  }

  function checkBare(type: Part | undefined, isNew: boolean): void {
    if (!type || !/^[A-Z]\w*[a-z]/.test(type.text) || apis.types.has(type.text) || declared.has(type.text))
      return;
    const near = apis.nearestType.of(type.text, minSimilarity);
    if (!near) return;
    // In inline code the name may be a property or a method, and after `new` it may be a type from another library.
    // Both often resemble a known name.
    const isSlip = isTypingSlip(near.name, type.text);
    if (isSlip || (isNew && !isLonger(near.name, type.text))) reportNear(type, near);
  }

  function checkMembers(
    names: readonly Part[],
    resolved: Resolved | null,
    code: TruthCode,
    end: number,
  ): void {
    for (const [index, type] of names.entries()) {
      const old = apis.deprecatedTypes.get(type.text);
      if (old && settings.isOn(DEPRECATED)) reportDeprecated(code, type, type.text, old);
      const member = names[index + 1];
      if (!member) continue;
      const oldMember = apis.deprecatedMember(type.text, member.text);
      if (oldMember && settings.isOn(DEPRECATED)) reportDeprecated(code, member, oldMember.name, oldMember);
      checkEnum(type, member, resolved, code, end);
    }
  }

  function checkEnum(
    type: Part,
    member: Part,
    resolved: Resolved | null,
    code: TruthCode,
    end: number,
  ): void {
    const known = apis.enums.get(type.text);
    if (!known || known.folded.has(foldMember(member.text)) || !/^[A-Z]/.test(member.text)) return;
    // A method call such as `SaveFormat.ValueOf(`, or a longer name.
    if (
      member.start + member.text.length === end &&
      /^\s?[(<]/.test(code.text.slice(end - code.start, end - code.start + 2))
    )
      return;
    const own = known.api.namespace;
    if (resolved ? isApart(resolved.api.namespace, own) : [...used].some((other) => isApart(other, own)))
      return;
    const isFormat = FORMAT_ENUMS.has(type.text);
    const ruleId = isFormat ? FORMAT : UNKNOWN;
    if (!settings.isOn(ruleId)) return;
    report({
      ruleId,
      ...spanOf(member),
      message: `\`${type.text}.${member.text}\` does not exist${isFormat ? ': this format is not supported' : ''}.`,
      suggestion: `Use a member of ${type.text}: ${known.members.join(', ')}.`,
    });
  }

  function reportNear(part: Part, { name, similarity }: NearMiss): void {
    const place = spanOf(part);
    report({
      ruleId: UNKNOWN,
      ...place,
      message: `\`${part.text}\` is not known; it is probably meant to be \`${name}\` (${percent(similarity)} alike).`,
      suggestion: `Write \`${name}\`, if that is what is meant.`,
      replacements: [{ ...place, text: name }],
      confidence: Math.floor(similarity * 100) / 100,
    });
  }

  function reportDeprecated(
    code: TruthCode,
    part: Part,
    name: string,
    { use, since }: { use?: string; since?: string },
  ): void {
    if (code.inline && SAYS_DEPRECATED.test(lineAround(view.text, part.start))) return;
    const when = since === undefined ? '' : ` since ${since}`;
    report({
      ruleId: DEPRECATED,
      ...spanOf(part),
      message: `\`${name}\` is deprecated${when}${use === undefined ? '' : `; use \`${use}\``}.`,
      ...(use === undefined ? {} : { suggestion: `Use \`${use}\` instead.` }),
    });
  }
}

/** Whether one short name is the other with a prefix or suffix, e.g. `XDocument` and `Document`. */
function isLonger(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return long.endsWith(short) || (long.startsWith(short) && long.length < MIN_PLURAL_LENGTH);
}

function declaredTypes(codes: readonly TruthCode[]): ReadonlySet<string> {
  const declared = new Set<string>();
  for (const { text, inline } of codes) {
    if (!inline) for (const [, name = ''] of text.matchAll(DECLARATION)) declared.add(name);
  }
  return declared;
}

function isWhole(code: TruthCode, part: Part | undefined): boolean {
  if (!code.inline || !part) return false;
  return code.text.replaceAll('`', '').trim() === part.text;
}

function lineAround(text: string, at: number): string {
  const start = Math.max(text.lastIndexOf('\n', at), text.lastIndexOf('\r', at)) + 1;
  const rest = text.slice(at, at + 500);
  const end = /[\r\n]/.exec(rest)?.index ?? rest.length;
  return text.slice(Math.max(start, at - 500), at + end);
}

function spanOf({ text, start }: Part): { start: number; end: number } {
  return { start, end: start + text.length };
}

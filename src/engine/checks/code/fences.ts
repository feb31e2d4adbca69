import type { ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { CodeRuleId } from './rules.ts';
import type { Fence } from '../../document/outline.ts';

/** The path of a home folder, with the user's name. */
const HOME = /(?:\b[A-Za-z]:\\{1,2}Users\\{1,2}|(?<![\w.])\/(?:Users|home)\/)(\w[\w.-]{0,40})(?=[\\/])/g;
/** User names that are examples or defaults. */
const ANYBODY =
  /^(?:user(?:name)?|you|yourname|your-?name|me|name|myuser|someone|public|default|shared|admin(?:istrator)?|runner|vscode|node|ubuntu|ec2-user|app|git|linuxbrew|pi|root|example|test|alice|bob|contoso|fabrikam|[a-z])$/i;
/**
 * Where a comment or a line begins. Elsewhere it is a name, as in `const TODO = 1`; after a dot or an arrow that of a
 * member, as in Go's `context.TODO()`.
 */
const PLACEHOLDER =
  /(?<=(?:\/\/|\/\*|[#;%'*]|--|\(\*|^|\brem)[\s!*@/#-]{0,20})(?:TODO|FIXME|XXX)\b(?=[:\s(])(?![ \t]*=)|\b(?:your code (?:goes )?here|insert (?:your )?code here|add (?:your )?code here)\b/gim;

/** Reports home folders of real users and placeholders in code blocks. */
export function checkFences(
  { text, outline, settings }: DocumentView<CodeRuleId>,
  report: ReportFinding<CodeRuleId>,
): void {
  const wantsPaths = settings.isOn('code/hard-coded-path');
  const wantsPlaceholders = settings.isOn('code/placeholder');
  for (const fence of outline?.fences ?? []) {
    const code = text.slice(fence.openEnd, fence.end);
    if (wantsPaths && (code.includes('sers') || code.includes('/home/'))) checkPaths(code, fence, report);
    if (wantsPlaceholders) checkPlaceholders(code, fence, report);
  }
}

function checkPaths(code: string, fence: Fence, report: ReportFinding<CodeRuleId>): void {
  for (const { 0: path, 1: name = '', index } of code.matchAll(HOME)) {
    if (ANYBODY.test(name)) continue;
    const start = fence.openEnd + index;
    const message = `The path names the home folder of "${name}", which nobody else has.`;
    report({ ruleId: 'code/hard-coded-path', start, end: start + path.length, message });
  }
}

function checkPlaceholders(code: string, fence: Fence, report: ReportFinding<CodeRuleId>): void {
  if (!/todo|fixme|xxx|code here/i.test(code)) return;
  for (const { 0: found, index } of code.matchAll(PLACEHOLDER)) {
    // `todo` in lower case is a common name in code, so only capitals count.
    if (/^(?:todo|fixme|xxx)$/i.test(found) && found !== found.toUpperCase()) continue;
    const start = fence.openEnd + index;
    const message = `The code has a placeholder: ${found}.`;
    report({ ruleId: 'code/placeholder', start, end: start + found.length, message });
  }
}

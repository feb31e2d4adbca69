/** What Galley says in a pull request, in Markdown. Pure. */
import type { Annotation, CheckAction, CheckOutput, Conclusion } from '../../github/conversation.ts';
import type { RunDetail } from '../../shared/api/runs.ts';
import type { NewFinding } from './new-findings.ts';

/** Most rules in the table. */
const MAX_ROWS = 20;
/** GitHub takes 64 KB of a message. */
const MAX_MESSAGE_LENGTH = 2_000;

/** The button that commits what is approved to the branch of the pull request. */
export const COMMIT_APPROVED = {
  label: 'Commit approved',
  description: 'Commit what is approved on the desk',
  identifier: 'deliver',
} as const satisfies CheckAction;

export const FORK =
  'The pull request comes from a fork, and Galley does not write to forks: what is approved is not committed to its branch. Its author can commit the suggestions, or take the patch of the family.';

/** The result of a pull request. */
export interface Result extends CheckOutput {
  conclusion: Conclusion;
  /** Whether a reader has to look at something. */
  isWell: boolean;
}

/** @param run - null when the pull request changes no document */
export function resultOf(run: RunDetail | null, findings: readonly NewFinding[]): Result {
  if (!run) return well('No documents are changed', 'The pull request changes no document of the family.');
  if (run.state !== 'completed') {
    const summary = run.error ?? 'The run was cancelled.';
    return { title: 'The documents could not be validated', summary, conclusion: 'failure', isWell: false };
  }
  const { gate } = run;
  const isPassed = gate?.passed ?? findings.length === 0;
  const title = titleOf(run, findings);
  if (isPassed && findings.length === 0) return well(title, factsOf(run));
  const reasons = gate?.reasons.map(({ message }) => `- ${message}`) ?? [];
  const failed = reasons.length > 0 ? ['**The quality gate failed:**', '', ...reasons, ''] : [];
  const table = findings.length > 0 ? [...tableOf(findings), ''] : [];
  return {
    title,
    summary: [...failed, ...table, factsOf(run)].join('\n'),
    conclusion: gate ? (gate.passed ? 'success' : 'failure') : 'neutral',
    isWell: false,
  };
}

function well(title: string, summary: string): Result {
  return { title, summary, conclusion: 'success', isWell: true };
}

function titleOf({ gate }: RunDetail, { length }: readonly NewFinding[]): string {
  const found = length === 0 ? 'Nothing new' : `${length} new finding${length === 1 ? '' : 's'}`;
  return gate && !gate.passed ? `${found}; the quality gate failed` : found;
}

function factsOf({ total, failed, compared }: RunDetail): string {
  const documents = `${total} document${total === 1 ? '' : 's'} validated`;
  const unread = failed > 0 ? `, ${failed} could not be` : '';
  if (!compared) return `${documents}${unread}. There is no main line to compare with yet.`;
  const resolved = compared.resolved.error + compared.resolved.warning;
  return `${documents}${unread}. ${resolved} earlier finding${resolved === 1 ? ' is' : 's are'} resolved.`;
}

function tableOf(findings: readonly NewFinding[]): string[] {
  const byRule = Map.groupBy(findings, ({ issue }) => issue.rule_id);
  const rows = [...byRule].toSorted(([, a], [, b]) => b.length - a.length);
  const more = rows.length - MAX_ROWS;
  return [
    '| rule | level | new | first |',
    '| --- | --- | ---: | --- |',
    ...rows.slice(0, MAX_ROWS).map(([rule, [first, ...others]]) => {
      const place = first ? `${first.path}:${first.issue.line}` : '';
      return `| ${rule} | ${first?.issue.level ?? ''} | ${1 + others.length} | ${inCell(place)} |`;
    }),
    ...(more > 0 ? [`| ${more} more rules | | | |`] : []),
  ];
}

/** A text as code in a cell of a table. */
function inCell(text: string): string {
  return `\`${text.replaceAll('|', '\\|').replaceAll('`', "'")}\``;
}

const ANNOTATION_LEVELS = { error: 'failure', warning: 'warning', info: 'notice' } as const;

/** The annotations of findings, in their order. */
export function annotationsOf(findings: readonly NewFinding[]): Annotation[] {
  return findings.map(({ path, issue: { line, end_line, level, rule_id, message } }) => ({
    path,
    start_line: line,
    end_line: Math.max(line, end_line),
    annotation_level: ANNOTATION_LEVELS[level],
    title: rule_id,
    message: message.slice(0, MAX_MESSAGE_LENGTH),
  }));
}

/** What the comment of a family begins with. */
export function markerOf(family: string): string {
  return `<!-- galley:comment:${family} -->`;
}

/** @param problems - what Galley may not do here, in words */
export function commentText(
  { family, url, problems }: { family: string; url: string | null; problems: readonly string[] },
  { title, summary, isWell }: Result,
): string {
  const head = isWell ? `**Galley: all is well.** ${title}.` : `**Galley: ${title}**`;
  const link = url === null ? [] : ['', `[Everything else is on the desk](${url})`];
  const said = problems.flatMap((problem) => ['', `_${problem}_`]);
  return [markerOf(family), head, ...(isWell ? [] : ['', summary]), ...link, ...said].join('\n');
}

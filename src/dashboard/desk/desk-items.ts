/** What a document has to decide on: its recommendations, and the findings that have none, in the order of the text. */
import type { ValidationDetail } from '../../shared/api/validations.ts';
import type { Issue, Level, Recommendation } from '../../shared/things.ts';

/** A place in the text that an item is about. */
export interface Place {
  start: number;
  end: number;
  line: number;
  /** The edit of the recommendation; absent where only a finding is. */
  edit?: number;
  issue?: Issue;
}

/** All that a rule found in the document, with the recommendation about it when there is one. */
export interface DeskItem {
  /** Names it in the address: the id of its recommendation, otherwise its rule. */
  key: string;
  rule: string;
  level: Level;
  title: string;
  docsUrl: string | undefined;
  issues: readonly Issue[];
  /** In the order of the text. Never empty, except for a recommendation whose findings are not known. */
  places: readonly Place[];
  recommendation: Recommendation | undefined;
}

/** @param lineAt - the line of an offset */
export function deskItems(
  { issues, recommendations }: Pick<ValidationDetail, 'issues' | 'recommendations'>,
  lineAt: (offset: number) => number,
): DeskItem[] {
  const byRule = new Map<string, Issue[]>();
  for (const issue of issues) {
    const group = byRule.get(issue.rule_id);
    if (group) group.push(issue);
    else byRule.set(issue.rule_id, [issue]);
  }
  const decided = new Set(recommendations.map(({ rule_id }) => rule_id));
  const items = [
    ...recommendations.map((one) => itemOf(one.rule_id, byRule.get(one.rule_id) ?? [], one, lineAt)),
    ...[...byRule]
      .filter(([rule]) => !decided.has(rule))
      .map(([rule, found]) => itemOf(rule, found, undefined, lineAt)),
  ];
  return items.toSorted((a, b) => startOf(a) - startOf(b));
}

const startOf = ({ places: [first] }: DeskItem): number => first?.start ?? 0;

function itemOf(
  rule: string,
  issues: readonly Issue[],
  recommendation: Recommendation | undefined,
  lineAt: (offset: number) => number,
): DeskItem {
  const [first] = issues;
  return {
    key: recommendation?.id ?? rule,
    rule,
    level: recommendation?.severity ?? first?.level ?? 'info',
    title: recommendation?.title ?? first?.message ?? rule,
    docsUrl: first?.docs_url,
    issues,
    places: placesOf(issues, recommendation, lineAt),
    recommendation,
  };
}

/** The edits, and the findings without an edit on their line: a person has to look at these. */
function placesOf(
  issues: readonly Issue[],
  recommendation: Recommendation | undefined,
  lineAt: (offset: number) => number,
): Place[] {
  const edits = recommendation?.edits ?? [];
  const places: Place[] = edits.map(({ start, end }, edit) => ({ start, end, line: lineAt(start), edit }));
  const byLine = new Map(places.map((place) => [place.line, place]));
  for (const issue of issues) {
    const place = byLine.get(issue.line);
    if (place) place.issue ??= issue;
    else places.push({ start: issue.start, end: issue.end, line: issue.line, issue });
  }
  return places.toSorted((a, b) => a.start - b.start);
}

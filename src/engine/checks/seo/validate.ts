import type { ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { FrontMatterRuleId } from '../front-matter/rules.ts';
import type { SeoRuleId } from './rules.ts';
import { countCharacters } from '../../text/characters.ts';
import { readFrontMatterFields, type FrontMatterField } from '../../document/front-matter-fields.ts';

/** Checks the title and the description, which search results and link previews show. */
export function validateSeo(view: DocumentView<SeoRuleId>, report: ReportFinding<SeoRuleId>): void {
  const { settings } = view;
  if (settings.isOn('seo/title-length')) checkTitle(view, report);
  if (settings.isOn('seo/missing-description')) checkDescription(view, report);
  if (settings.isOn('seo/description-length')) {
    const description = readFrontMatterFields(view)?.get('description');
    if (description?.text) {
      checkLength(view, 'seo/description-length', 'description', valueOf(description), report);
    }
  }
}

interface Shown {
  text: string;
  start: number;
  end: number;
}

function checkTitle(view: DocumentView<SeoRuleId>, report: ReportFinding<SeoRuleId>): void {
  const field = readFrontMatterFields(view)?.get('title');
  const title = field?.text ? valueOf(field) : titleHeading(view);
  if (title) checkLength(view, 'seo/title-length', 'title', title, report);
}

function checkLength(
  { settings }: DocumentView<SeoRuleId>,
  ruleId: 'seo/title-length' | 'seo/description-length',
  what: string,
  { text, start, end }: Shown,
  report: ReportFinding<SeoRuleId>,
): void {
  const length = countCharacters(text);
  const min = settings.number(ruleId, 'min');
  const max = settings.number(ruleId, 'max');
  if (length >= min && length <= max) return;
  const wanted = length < min ? `at least ${min}` : `at most ${max}`;
  const message = `The ${what} has ${length} character${length === 1 ? '' : 's'}; ${wanted} were wanted.`;
  report({ ruleId, start, end, message });
}

function valueOf({ text, valueStart, valueEnd }: FrontMatterField): Shown {
  return { text: text ?? '', start: valueStart, end: valueEnd };
}

/** The first heading of level 1, without markup. */
function titleHeading(view: DocumentView<SeoRuleId>): Shown | null {
  const heading = view.outline?.headings.find(({ level, nested }) => level === 1 && !nested);
  if (!heading || heading.text === '') return null;
  const block = view.prose().find((one) => one.kind === 'heading' && one.offsetAt(0) >= heading.start);
  const text = block?.text.trim() ?? '';
  return text === '' ? null : { text, start: heading.start, end: heading.end };
}

function checkDescription(
  view: DocumentView<SeoRuleId | FrontMatterRuleId>,
  report: ReportFinding<SeoRuleId>,
): void {
  const { frontMatter, pack, settings, validationTypes } = view;
  const fields = readFrontMatterFields(view);
  const description = fields?.get('description');
  if (!frontMatter || !fields || (description && description.text !== '')) return;
  const { required = [], recommended = [] } = pack.front_matter;
  const isTheirs =
    (required.includes('description') && settings.isOn('front-matter/required')) ||
    (recommended.includes('description') && settings.isOn('front-matter/recommended'));
  if (isTheirs && validationTypes.has('front-matter')) return;
  report({
    ruleId: 'seo/missing-description',
    start: description?.keyStart ?? frontMatter.openStart,
    end: description?.keyEnd ?? frontMatter.openEnd,
    message: description
      ? 'The `description` of the front matter is empty.'
      : 'The front matter has no `description`.',
  });
}

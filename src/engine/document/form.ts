/** Files that say by their name that people fill them in, e.g. `report-template.md` or `archetypes/task.md`. */
const TEMPLATE =
  /(?:^|\/)(?:archetypes|doc[-_]templates?|(?:issue|pull_request)_template)\/|^templates\/|(?:^|\/)(?:issue|pull_request)_template\.\w+$|[-_.]template\.\w+$|(?:^|\/)template[-_.][^/]*$/i;
/** Where the forms of GitHub and of GitLab are. */
const FORMS = /(?:^|\/)\.git(?:hub|lab)\//;
/** Folders of what is over: archives, and minutes of meetings. */
const RECORD =
  /(?:^|\/)(?:(?:[^/]*[-_.])?archive[sd]?|historical|(?:meeting[-_]?)?minutes|meeting[-_]?notes)\//i;
/** Texts of licences, which nobody may change. A page about a licence has a name in small letters. */
const LICENCE = /(?:^|\/)(?:LICEN[CS]E|License|COPYING|NOTICE)(?:[-_.][^/]*)?$/;
/** Numbered proposals, and notes on releases: what is written once, with the headings that a template demands. */
const SET_SECTIONS =
  /(?:^|\/)(?:proposals?|enhancements|release[-_]?notes|(?:rfc|adr|eip|erc|bip|hip|pep|kep|tep|gep|aip)s?)\/|(?:^|\/)(?:rfc|adr|eip|erc|bip|hip|pep|kep|tep|gep|aip)[-_]?\d[^/]*$|(?:^|\/)text\/\d{4}-[^/]*$|(?:^|\/)(?:change-?log|changes|history|[^/]*release[-_]?notes|releases)\.\w+$/i;

/** Whether a document is one that people fill in: its empty sections and placeholders are meant. */
export function isForm(filePath: string): boolean {
  return isTemplate(filePath) || FORMS.test(filePath);
}

/** Whether a document is filled in before anybody reads it, its front matter too. */
export function isTemplate(filePath: string): boolean {
  return TEMPLATE.test(filePath);
}

/** Whether nobody rewrites a document: it is a record of what is over, the text of a licence, or a template. */
export function isLeftAsItIs(filePath: string): boolean {
  return RECORD.test(filePath) || LICENCE.test(filePath) || isTemplate(filePath);
}

/** Whether others have set the sections of a document, so that some have nothing to say. */
export function hasSetSections(filePath: string): boolean {
  return isForm(filePath) || SET_SECTIONS.test(filePath);
}

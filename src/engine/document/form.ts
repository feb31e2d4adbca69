/** Forms of GitHub and of GitLab, and files that say so by their name, e.g. `report-template.md` or `doc-templates/task.md`. */
const FORM =
  /(?:^|\/)(?:\.github|\.gitlab|doc[-_]templates?)\/|(?:^|\/)(?:issue|pull_request)_template(?:\/|\.\w+$)|[-_.]template\.\w+$/i;
/** Numbered proposals, and notes on releases: what is written once, with the headings that a template demands. */
const SET_SECTIONS =
  /(?:^|\/)(?:proposals?|enhancements|(?:rfc|adr|eip|erc|bip|hip|pep|kep|tep|gep|aip)s?)\/|(?:^|\/)(?:rfc|adr|eip|erc|bip|hip|pep|kep|tep|gep|aip)[-_]?\d[^/]*$|(?:^|\/)(?:change-?log|changes|history|[^/]*release[-_]?notes|releases)\.\w+$/i;

/** Whether a document is one that people fill in: its empty sections and placeholders are meant. */
export function isForm(filePath: string): boolean {
  return FORM.test(filePath);
}

/** Whether others have set the sections of a document, so that some have nothing to say. */
export function hasSetSections(filePath: string): boolean {
  return isForm(filePath) || SET_SECTIONS.test(filePath);
}

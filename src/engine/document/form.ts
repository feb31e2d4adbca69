/** Forms of GitHub and of GitLab, and files that say so by their name, e.g. `report-template.md`. */
const FORM =
  /(?:^|\/)(?:\.github|\.gitlab)\/|(?:^|\/)(?:issue|pull_request)_template(?:\/|\.\w+$)|[-_.]template\.\w+$/i;

/** Whether a document is one that people fill in: its empty sections and placeholders are meant. */
export function isForm(filePath: string): boolean {
  return FORM.test(filePath);
}

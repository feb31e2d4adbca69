/** Safe HTML: what is put into a template is escaped, unless it is markup itself. */

/** Text that is HTML already. @typedef {{ readonly markup: string }} Markup */

/** @param {string} text */
const escaped = (text) => text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0) ?? 0};`);

/**
 * @param {unknown} value
 * @returns {string}
 */
function toText(value) {
  if (Array.isArray(value)) return value.map(toText).join('');
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
  return typeof value === 'object' && value !== null && 'markup' in value ? String(value.markup) : '';
}

/**
 * @param {TemplateStringsArray} strings
 * @param {...unknown} values texts and numbers, which are escaped; markup; and lists of them. Anything else is nothing
 * @returns {Markup}
 */
export function html(strings, ...values) {
  return { markup: strings.reduce((all, part, index) => all + toText(values[index - 1]) + part) };
}

/**
 * Text with the little Markdown that descriptions have: paragraphs and code.
 *
 * @param {string | undefined} text
 */
export function prose(text) {
  return (text ?? '').split('\n\n').flatMap((part) => (part === '' ? [] : [html`<p>${inline(part)}</p>`]));
}

/**
 * @param {string} text
 * @returns {Markup[]}
 */
export function inline(text) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}

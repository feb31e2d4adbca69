/** Schemas as people read them: a type in words, and a list of fields. */
import { html, inline, prose } from './markup.mjs';

/** @typedef {{ [key: string]: any }} Schema JSON Schema, or another part of a description */

const COMPONENT = '#/components/schemas/';

/**
 * The type of a schema in words. Components are links.
 *
 * @param {Schema} schema
 * @returns {import('./markup.mjs').Markup}
 */
export function typeOf(schema) {
  if (schema.$ref) {
    const name = String(schema.$ref).replace(COMPONENT, '');
    return html`<a href="#schema-${name}">${name}</a>`;
  }
  if ('const' in schema) return html`<code>${JSON.stringify(schema.const)}</code>`;
  const values = schema.enum;
  if (values)
    return between(
      values.map((/** @type {unknown} */ one) => html`<code>${String(one)}</code>`),
      ' · ',
    );
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) return between(branches.map(typeOf), ' or ');
  const types = [schema.type ?? 'anything'].flat().map((type) => typeWord(type, schema));
  return between(types, ' or ');
}

/**
 * @param {string} type
 * @param {Schema} schema
 */
function typeWord(type, schema) {
  if (type === 'array') return html`list of ${schema.items ? typeOf(schema.items) : 'anything'}`;
  if (type === 'object') {
    const { additionalProperties: more } = schema;
    return more && more !== true ? html`object of ${typeOf(more)}` : html`object`;
  }
  if (type === 'string') return html`${schema.format ?? (schema.contentMediaType ? 'file' : 'text')}`;
  return html`${type}`;
}

/**
 * @param {unknown[]} parts
 * @param {string} word
 */
function between(parts, word) {
  return html`${parts.map((part, index) => (index === 0 ? part : html`${word}${part}`))}`;
}

/** @param {Schema} schema */
function limitsOf({ minimum, maximum, minLength, maxLength, minItems, maxItems, default: preset }) {
  const limits = [
    range(minimum, maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum, ''),
    range(minLength, maxLength, ' characters'),
    range(minItems, maxItems, ' items'),
    preset !== undefined && preset !== '' && html`<code>${String(preset)}</code> unless given`,
  ].filter(Boolean);
  return limits.map((limit) => html`, ${limit}`);
}

/**
 * @param {number | undefined} least
 * @param {number | undefined} most
 * @param {string} unit
 */
function range(least, most, unit) {
  if (least === undefined && most === undefined) return '';
  if (most === undefined) return least ? `at least ${least}${unit}` : '';
  return least ? `${least} to ${most}${unit}` : `at most ${most}${unit}`;
}

/**
 * A list of fields: name, type, limits, and what each is.
 *
 * @param {{ name: string; where?: string | undefined; required: boolean; schema: Schema; description?: string | undefined }[]} fields
 */
export function fieldList(fields) {
  if (fields.length === 0) return '';
  return html`<dl class="fields">
    ${fields.map(({ name, where, required, schema, description }) => {
      const limits = limitsOf(schema);
      const nested = nestedFields(schema);
      return html`<div>
        <dt>
          <code>${name}</code>${required && html` <span class="required">required</span>`}${
            where && html` <span class="where">${where}</span>`
          }
        </dt>
        <dd>
          <span class="type">${typeOf(schema)}${limits}</span>
          ${description && html`<span>${inline(description)}</span>`} ${nested}
        </dd>
      </div>`;
    })}
  </dl>`;
}

/** @param {Schema} schema */
export function fieldsOf(schema) {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).map(([name, property]) => ({
    name,
    required: required.includes(name),
    schema: property,
    description: property.description,
  }));
}

/**
 * The fields of objects inside of a field, which are no components.
 *
 * @param {Schema} schema
 * @returns {unknown}
 */
function nestedFields(schema) {
  const branches = schema.anyOf ?? [schema];
  return branches.map((/** @type {Schema} */ branch) => {
    const inner = branch.type === 'array' ? (branch.items ?? {}) : branch;
    return inner.$ref ? '' : fieldList(fieldsOf(inner));
  });
}

/**
 * A component.
 *
 * @param {string} name
 * @param {Schema} schema
 */
export function schemaSection(name, schema) {
  const fields = fieldsOf(schema);
  return html`<section class="schema" id="schema-${name}">
    <h3>${name}</h3>
    ${prose(schema.description)}
    ${fields.length > 0 ? fieldList(fields) : html`<p class="type">${typeOf(schema)}</p>`}
  </section>`;
}

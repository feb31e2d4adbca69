import { isScalar, isSeq } from 'yaml';
import type { ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { TruthRuleId } from './rules.ts';
import { parseFrontMatter } from '../../document/front-matter-fields.ts';
import { percent } from './near-miss.ts';
import { namesOf, type PluginIndex } from './plugin-index.ts';
import { beginsName, endsName, type Plugin } from './spellings.ts';
import type { TruthCode, TruthText } from './texts.ts';

const MISSING = 'truth/missing-requirement';
const UNDECLARED = 'truth/undeclared-plugin';
const UNKNOWN = 'truth/unknown-plugin';

/** The front matter field that lists a document's plugins. */
const FIELD = 'plugins';

interface Declared {
  name: string;
  start: number;
  end: number;
}

interface Use {
  start: number;
  end: number;
}

/** Reports plugins that are used but not declared, or used without a plugin that they require. */
export function checkPlugins(
  view: DocumentView<TruthRuleId>,
  plugins: PluginIndex,
  texts: readonly TruthText[],
  codes: readonly TruthCode[],
  report: ReportFinding<TruthRuleId>,
): void {
  if (plugins.all.length === 0) return;
  const { settings } = view;
  const list = readDeclared(view);
  if (list && settings.isOn(UNKNOWN)) checkDeclared(list);
  if (!settings.isOn(MISSING) && !(list && settings.isOn(UNDECLARED))) return;
  const used = usesOf(plugins, texts, codes);
  const minSimilarity = settings.number(UNKNOWN, 'min_similarity');
  const declared = new Set<Plugin>();
  for (const { name } of list ?? []) {
    // A misspelt plugin name still counts as declared, since the misspelling is reported separately.
    const plugin = plugins.ofProduct(name)?.plugin ?? plugins.nearestTo(name, minSimilarity)?.plugin;
    if (plugin) declared.add(plugin);
  }
  for (const [plugin, use] of used) {
    if (list && !declared.has(plugin) && !plugin.main) reportUndeclared(plugin, use);
    if (settings.isOn(MISSING)) checkRequirements(plugin, use);
  }

  function checkDeclared(names: readonly Declared[]): void {
    for (const { name, start, end } of names) {
      if (plugins.ofProduct(name)) continue;
      const near = plugins.nearestTo(name, settings.number(UNKNOWN, 'min_similarity'));
      const place = { ruleId: UNKNOWN, start, end } as const;
      if (near) {
        const message = `"${name}" is no plugin; it is probably meant to be "${near.name}" (${percent(near.similarity)} alike).`;
        report({
          ...place,
          message,
          confidence: Math.floor(near.similarity * 100) / 100,
          // If the YAML value contains escapes, only a person can rewrite it.
          ...(view.text.slice(start, end) === name
            ? { replacements: [{ start, end, text: near.name }] }
            : {}),
        });
      } else if (settings.flag(UNKNOWN, 'complete')) {
        report({ ...place, message: `"${name}" is no plugin of this family.` });
      }
    }
  }

  function reportUndeclared(plugin: Plugin, use: Use): void {
    if (!settings.isOn(UNDECLARED)) return;
    report({
      ruleId: UNDECLARED,
      ...use,
      message: `"${plugin.name}" is used, but the front matter does not list it under \`${FIELD}\`.`,
      suggestion: `Add "${plugin.name}" to \`${FIELD}\` in the front matter, or leave it out of the text.`,
    });
  }

  function checkRequirements(plugin: Plugin, use: Use): void {
    for (const required of plugin.requires) {
      const needed = plugins.named(required)?.plugin;
      const names = needed ? namesOf(needed) : [required];
      // The main product of the documentation need not be mentioned on each page.
      if (needed && (needed.main || used.has(needed) || declared.has(needed))) continue;
      if (texts.some(({ mentions }) => mentions.some(({ spelling }) => names.includes(spelling.right))))
        continue;
      if (codes.some(({ text }) => names.some((name) => standsIn(text, name)))) continue;
      report({
        ruleId: MISSING,
        ...use,
        message: `"${plugin.name}" does not work without "${required}", which the document does not mention.`,
        suggestion: `Say that "${required}" is needed, too.`,
      });
    }
  }
}

/** Finds the first use of each plugin, by name or by a mark in code. */
function usesOf(
  plugins: PluginIndex,
  texts: readonly TruthText[],
  codes: readonly TruthCode[],
): ReadonlyMap<Plugin, Use> {
  const used = new Map<Plugin, Use>();
  for (const { mentions, offsetAt, endAt } of texts) {
    for (const { start, end, spelling } of mentions) {
      const plugin = plugins.ofProduct(spelling.right)?.plugin;
      if (plugin && !used.has(plugin)) used.set(plugin, { start: offsetAt(start), end: endAt(end) });
    }
  }
  for (const { text, start } of codes) {
    for (const { mark, plugin } of plugins.marks) {
      const at = used.has(plugin) ? -1 : text.indexOf(mark);
      if (at >= 0) used.set(plugin, { start: start + at, end: start + at + mark.length });
    }
  }
  return used;
}

function standsIn(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (beginsName(text, at) && endsName(text, at + name.length)) return true;
  }
  return false;
}

/** Returns the names that the front matter lists; null if it has no such list. */
function readDeclared(view: DocumentView<TruthRuleId>): Declared[] | null {
  const front = parseFrontMatter(view);
  const value = front?.document.get(FIELD, true);
  if (!front || !isSeq(value)) return null;
  const declared: Declared[] = [];
  for (const item of value.items) {
    if (!isScalar(item) || typeof item.value !== 'string' || !item.range) continue;
    const [from, to] = item.range;
    const quoted = /^["']/.test(view.text.slice(front.offsetAt(from), front.offsetAt(from) + 1)) ? 1 : 0;
    declared.push({
      name: item.value,
      start: front.offsetAt(from) + quoted,
      end: front.offsetAt(to) - quoted,
    });
  }
  return declared;
}

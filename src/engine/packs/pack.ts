/**
 * The schema of rule packs. A family of documents is one pack: YAML on disk and on the wire, this shape once it is parsed.
 * public/schemas/rule-pack.json is generated from it.
 */
import * as v from 'valibot';
import { FAMILY_NAME, LEVELS } from '../../shared/things.ts';
import { FLAVORS } from '../flavors/flavor.ts';
import { ANCHOR_STYLES } from '../document/anchor-styles.ts';
import { isLongerThan } from '../text/characters.ts';
import { importedStyleSchema } from '../vale/imported-style.ts';
import { gateSchema } from './gate.ts';
import { MAX_OWNERS, ownerSchema } from './owners.ts';
import { sourceSchema } from './source.ts';
import { looseObject, record, strictObject } from '../../shared/objects.ts';

export const PROFILES = ['strict', 'default', 'relaxed', 'markdownlint'] as const;
export type Profile = (typeof PROFILES)[number];

/** Longest name, phrase or word of a pack, in code points. */
const MAX_NAME_LENGTH = 200;
/** Most entries of any list of a pack. */
const MAX_ENTRIES = 5_000;
/** Most tests of a pack. All of them run before the pack is accepted. */
export const MAX_PACK_TESTS = 200;
/** Most packs that a pack extends, directly and through others. */
export const MAX_EXTENDS = 10;

const about = <const T extends v.GenericSchema>(schema: T, description: string) =>
  v.pipe(schema, v.description(description));
const short = v.check(
  (text: string) => !isLongerThan(text, MAX_NAME_LENGTH),
  `must be at most ${MAX_NAME_LENGTH} characters`,
);
const name = v.pipe(v.string('must be a text'), v.trim(), v.minLength(1, 'must not be empty'), short);
const list = <const T extends v.GenericSchema>(item: T) =>
  v.pipe(
    v.array(item, 'must be a list'),
    v.maxLength(MAX_ENTRIES, `must have at most ${MAX_ENTRIES} entries`),
  );
const names = list(name);
/** Single words: a list, or one text with white space between the words. */
const words = v.pipe(
  v.union([names, v.string()], 'must be a list, or a text of words'),
  v.transform((given) => (typeof given === 'string' ? given.split(/\s+/).filter(Boolean) : given)),
  names,
);
/** Names or file extensions of formats. `xlsx`, `XLSX` and `.xlsx` mean the same. */
const formats = v.pipe(
  words,
  v.transform((given) => given.map((text) => text.replace(/^\./, '').toLowerCase())),
);

/** Names of families, and so of packs. They are part of addresses and topics. */
export const familyNameSchema = v.pipe(
  v.string('must be a text'),
  v.regex(FAMILY_NAME, 'must be 1 to 40 lower-case letters, digits or hyphens, a letter first'),
);

const level = v.picklist([...LEVELS, 'off'], `must be ${LEVELS.join(', ')} or off`);
const ruleSetting = v.union(
  [level, looseObject({ level: v.exactOptional(level) })],
  'must be a level, or an object with a level and options',
);
const rules = record(name, ruleSetting);

const term = strictObject({
  name: about(name, 'The right spelling, e.g. "Aspose.Cells".'),
  kind: about(
    v.optional(v.picklist(['product', 'platform', 'format', 'term']), 'term'),
    'What it names; it decides the rule that speaks.',
  ),
  wrong: about(v.optional(names, []), 'Spellings that are wrong wherever they stand, in any capitals.'),
  capitals: about(v.optional(v.boolean(), true), 'Whether other capitals are wrong.'),
  near_misses: about(
    v.optional(v.boolean(), true),
    'Whether spellings that are nearly right are reported; for products and platforms only.',
  ),
});

const deprecatedApi = strictObject({
  name: about(name, 'The type, or `Type.Member`.'),
  use: about(v.exactOptional(name), 'What to use instead.'),
  since: about(v.exactOptional(name), 'The version since which it is deprecated.'),
});
const enumeration = strictObject({
  name: about(name, 'The enumeration, e.g. `SaveFormat`.'),
  members: about(words, 'All of its members, in any capitals; any other is unknown.'),
});
const api = strictObject({
  namespace: about(name, 'A namespace or package, e.g. `Aspose.Cells`.'),
  aliases: about(
    v.optional(names, []),
    'The same in other languages, e.g. `com.aspose.cells`. `::` may stand for each dot.',
  ),
  namespaces: about(v.optional(words, []), 'Namespaces inside it, e.g. `Charts`.'),
  types: about(v.optional(words, []), 'Its types: a list, or one text with white space between them.'),
  complete: about(
    v.optional(v.boolean(), false),
    'Whether `types` is all of them: then any other name is unknown.',
  ),
  enums: about(
    v.optional(list(enumeration), []),
    'Enumerations with all of their members, these as a list or as one text of words.',
  ),
  deprecated: about(
    v.optional(list(deprecatedApi), []),
    'Types and members that should not be used any more.',
  ),
});

const plugin = strictObject({
  name: about(name, 'As documents name it.'),
  aliases: about(v.optional(names, []), 'Other names for it.'),
  load: about(v.exactOptional(formats), 'Formats that it loads; left out: unknown.'),
  save: about(v.exactOptional(formats), 'Formats that it saves; left out: unknown.'),
  requires: about(v.optional(names, []), 'Plugins that it does not work without.'),
  code: about(v.optional(names, []), 'Texts in code that show its use, e.g. `DocumentConverter(`.'),
  documents: about(
    v.optional(names, []),
    'Types that stand for a whole document, e.g. `Workbook`: made with a file name they load it, `Save` writes it.',
  ),
  main: about(
    v.optional(v.boolean(), false),
    'Whether it is the product that a document is about when it names none.',
  ),
});

const banned = strictObject({
  phrase: about(name, 'Words, in any capitals.'),
  use: about(v.exactOptional(v.pipe(v.string(), short)), 'What to write instead; empty: nothing.'),
  why: about(v.exactOptional(name), 'The reason, for the message.'),
});

const frontMatter = strictObject({
  required: about(v.exactOptional(names), 'Fields that every document needs.'),
  recommended: about(v.exactOptional(names), 'Fields that documents normally carry.'),
  dates: about(v.exactOptional(names), 'Fields that hold a date.'),
  schema: about(v.exactOptional(record(v.string(), v.unknown())), 'A JSON Schema (2020-12) for the fields.'),
});

const flavor = v.exactOptional(v.picklist(FLAVORS, `must be one of ${FLAVORS.join(', ')}`));

const override = strictObject({
  paths: about(v.pipe(names, v.minLength(1, 'must name at least one')), 'Globs, e.g. `release-notes/**`.'),
  flavor: about(flavor, 'As `flavor`, for these documents.'),
  rules: about(v.optional(rules, {}), 'As `rules`, for these documents.'),
});

const owning = strictObject({
  paths: about(v.pipe(names, v.minLength(1, 'must name at least one')), 'Globs, e.g. `guides/**`.'),
  owners: about(
    v.pipe(
      v.array(ownerSchema, 'must be a list'),
      v.maxLength(MAX_OWNERS, `must be at most ${MAX_OWNERS} owners`),
    ),
    'Names of people or teams, e.g. `@docs-team`.',
  ),
});

const packTest = strictObject({
  name: about(name, 'What it shows.'),
  path: about(v.optional(name, 'test.md'), "The document's path, for overrides and links."),
  document: about(v.string('must be a text'), 'Markdown.'),
  expect: about(
    v.optional(names, []),
    'Findings that must be there: `rule`, `rule@line` or `rule@line:column`.',
  ),
  absent: about(v.optional(names, []), 'Rules that must find nothing; a `*` at the end stands for the rest.'),
});
export type PackTest = v.InferOutput<typeof packTest>;

/** A rule pack as it is written, with defaults for what it leaves out. */
export const packSchema = strictObject({
  name: about(
    v.exactOptional(familyNameSchema),
    'The family; it must be the name that the pack is kept under.',
  ),
  title: about(v.exactOptional(name), 'The name for people.'),
  description: about(v.exactOptional(v.string()), 'What the family is.'),
  extends: about(
    v.exactOptional(
      v.union([familyNameSchema, v.array(familyNameSchema)], 'must be a name or a list of names'),
    ),
    'Packs whose content this one takes over; what it says itself wins.',
  ),
  profile: about(
    v.exactOptional(v.picklist(PROFILES, `must be one of ${PROFILES.join(', ')}`)),
    'The levels to start from.',
  ),
  flavor: about(flavor, 'The dialect of Markdown that the documents are written in; `gfm` when left out.'),
  rules: about(
    v.optional(rules, {}),
    'Levels and options by rule; a `*` at the end stands for the rest, e.g. `prose/*`. Later entries win.',
  ),
  markdownlint: about(
    v.exactOptional(record(v.string(), v.unknown())),
    'A markdownlint configuration, as in .markdownlint.json.',
  ),
  anchors: about(
    v.exactOptional(v.picklist(ANCHOR_STYLES, `must be one of ${ANCHOR_STYLES.join(', ')}`)),
    'How the site names the anchors of headings; by default as GitHub does.',
  ),
  front_matter: about(v.optional(frontMatter, {}), 'What the front matter must say.'),
  terms: about(v.optional(list(term), []), 'Names and their right spelling.'),
  apis: about(v.optional(list(api), []), 'Namespaces and types that code may use.'),
  plugins: about(
    v.optional(list(plugin), []),
    'Products and plugins, with the formats that they load and save.',
  ),
  banned: about(v.optional(list(banned), []), 'Phrases that must not be used.'),
  vocab: about(v.optional(words, []), 'Words that the spelling check knows.'),
  styles: about(v.optional(v.array(importedStyleSchema), []), 'Imported Vale styles.'),
  owners: about(
    v.exactOptional(list(owning)),
    'Who owns which documents; the last entry that matches decides. A CODEOWNERS file in a run comes first.',
  ),
  source: about(
    v.exactOptional(sourceSchema),
    'The repository that the documents come from. Not taken over by packs that extend this one.',
  ),
  gate: about(v.exactOptional(gateSchema), 'The quality gate: how many findings are allowed.'),
  overrides: about(v.optional(list(override), []), 'Rules for some paths; later ones win.'),
  tests: about(
    v.optional(
      v.pipe(v.array(packTest), v.maxLength(MAX_PACK_TESTS, `must be at most ${MAX_PACK_TESTS} tests`)),
      [],
    ),
    'Documents, and what must be found in them; run before the pack is accepted.',
  ),
});
/** A checked rule pack. Lists that it leaves out are empty. */
export type Pack = v.InferOutput<typeof packSchema>;
export type RuleSettings = Pack['rules'];

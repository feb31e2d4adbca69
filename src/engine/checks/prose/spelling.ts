import type { Finding, ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { DocumentRuleId } from '../document/rules.ts';
import type { ProseRuleId } from './rules.ts';
import type { Pack } from '../../packs/pack.ts';
import { MASK } from '../../document/prose.ts';
import { quote } from '../../text/quote.ts';
import type { SpellChecker } from '../../document/spelling.ts';

/** Maximum words per document for which suggestions are computed. Each takes thousands of look-ups. */
const MAX_SUGGESTED_WORDS = 20;
/** Maximum suggestions in one finding. */
const MAX_NAMED = 3;
/** Longest word that is looked up, in UTF-16 code units. */
const MAX_WORD_LENGTH = 40;
/** Longest token that is split into words at hyphens and slashes, in UTF-16 code units. */
const MAX_TOKEN_LENGTH = 200;
/** Shortest word that is looked up. Shorter ones are usually abbreviations. */
const MIN_WORD_LENGTH = 3;
/** Maximum cached words per dictionary. */
const MAX_KNOWN_WORDS = 50_000;

/** A run of characters between white space, without leading punctuation. */
const TOKEN = /[\p{L}\p{N}][^\s]*/gu;
/** Words joined by hyphens, dashes or slashes. Tokens with other characters, e.g. `a.b` or `x=1`, are names. */
const ENGLISH_TOKEN = /^[\p{Script=Latin}\p{M}'’]+(?:[-–—/][\p{Script=Latin}\p{M}'’]+)*[^\p{L}\p{N}]*$/u;
const WORD = /[\p{Script=Latin}\p{M}]+(?:['’][\p{Script=Latin}\p{M}]+)*/gu;
const POSSESSIVE = /['’]s$/;
/** A capital after another letter marks an identifier, a brand or an abbreviation. */
const INNER_CAPITAL = /\p{L}\p{Lu}/u;

/** Words already looked up, by dictionary, and whether they are known. */
const memories = new WeakMap<SpellChecker, Map<string, boolean>>();
const vocabularies = new WeakMap<Pack, ReadonlySet<string>>();

/** Reports words that neither the dictionary nor the pack knows. */
export function checkSpelling(
  view: DocumentView<ProseRuleId>,
  report: ReportFinding<ProseRuleId | DocumentRuleId>,
): void {
  const { bodyStart, pack, spelling } = view;
  if (!spelling) {
    const message = 'The spelling was not checked: no dictionary was given.';
    report({ ruleId: 'document/no-dictionary', start: bodyStart, end: bodyStart, message });
    return;
  }
  const vocabulary = vocabularyOf(pack);
  const suggestions = new Map<string, readonly string[]>();
  for (const block of view.prose()) {
    for (const { 0: token, index } of block.text.matchAll(TOKEN)) {
      // A word next to code is part of the code's name.
      if (token.length > MAX_TOKEN_LENGTH || token.includes(MASK) || !ENGLISH_TOKEN.test(token)) continue;
      if (/[\p{N}_@#$%&\\./=:~-]|\uFFFC/u.test(block.text.charAt(index - 1))) continue;
      for (const { 0: written, index: inToken } of token.matchAll(WORD)) {
        const word = written.replaceAll('’', "'").replace(POSSESSIVE, '');
        if (!isWrong(word, spelling, vocabulary)) continue;
        const start = index + inToken;
        const found = suggestionsFor(word, spelling, suggestions);
        const place = { start: block.offsetAt(start), end: block.endAt(start + word.length) };
        const isVerbatim = place.end - place.start === word.length;
        report(findingOf(word, place, isVerbatim ? found : []));
      }
    }
  }
}

function isWrong(word: string, spelling: SpellChecker, vocabulary: ReadonlySet<string>): boolean {
  if (word.length < MIN_WORD_LENGTH || word.length > MAX_WORD_LENGTH || INNER_CAPITAL.test(word))
    return false;
  return !vocabulary.has(word.toLowerCase()) && !isKnown(word, spelling);
}

function isKnown(word: string, spelling: SpellChecker): boolean {
  let memory = memories.get(spelling);
  if (!memory) memories.set(spelling, (memory = new Map()));
  let known = memory.get(word);
  if (known === undefined) {
    known = spelling.correct(word) || isKnownUnaccented(word, spelling);
    if (memory.size >= MAX_KNOWN_WORDS) memory.clear();
    memory.set(word, known);
  }
  return known;
}

/** English dictionaries list "cafe" for "café". */
function isKnownUnaccented(word: string, spelling: SpellChecker): boolean {
  const plain = word.normalize('NFD').replaceAll(/\p{M}/gu, '');
  return plain !== word && spelling.correct(plain);
}

function suggestionsFor(
  word: string,
  spelling: SpellChecker,
  known: Map<string, readonly string[]>,
): readonly string[] {
  let found = known.get(word);
  if (!found && known.size < MAX_SUGGESTED_WORDS) {
    found = spelling.suggest(word);
    known.set(word, found);
  }
  return found ?? [];
}

function findingOf(
  word: string,
  place: { start: number; end: number },
  suggestions: readonly string[],
): Finding<ProseRuleId> {
  const finding: Finding<ProseRuleId> = {
    ruleId: 'prose/spelling',
    ...place,
    message: `The dictionary does not know ${quote(word)}.`,
  };
  const [first] = suggestions;
  if (first === undefined) return finding;
  const named = suggestions.slice(0, MAX_NAMED).map(quote).join(', ');
  finding.suggestion = `Did you mean ${named}?`;
  finding.replacements = [{ ...place, text: first }];
  return finding;
}

/** The words that the pack knows, in lower case: its vocabulary, terms and products. */
function vocabularyOf(pack: Pack): ReadonlySet<string> {
  let words = vocabularies.get(pack);
  if (!words) {
    const { plugins, terms, vocab } = pack;
    const names = [
      ...vocab,
      ...terms.map(({ name }) => name),
      ...plugins.flatMap((one) => [one.name, ...one.aliases]),
    ];
    words = new Set(names.flatMap((name) => Array.from(name.matchAll(WORD), ([word]) => word.toLowerCase())));
    vocabularies.set(pack, words);
  }
  return words;
}

import aff from '../../node_modules/dictionary-en/index.aff';
import dic from '../../node_modules/dictionary-en/index.dic';
import { createSpellChecker, type SpellChecker } from '../engine/document/spelling.ts';

let dictionary: SpellChecker | undefined;

/** Loads the bundled English dictionary, once for all rulesets: this takes a third of a second. */
export function readDictionary(): SpellChecker {
  dictionary ??= createSpellChecker(aff, dic);
  return dictionary;
}

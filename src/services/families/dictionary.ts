/** The English dictionary, for families that have their spelling checked. */
import aff from '../../../node_modules/dictionary-en/index.aff';
import dic from '../../../node_modules/dictionary-en/index.dic';
import { createSpellChecker, type SpellChecker } from '../../engine/document/spelling.ts';

let dictionary: SpellChecker | null = null;

/** Reads it once an isolate, when it is first asked for: that takes a moment, and some memory. */
export function bundledDictionary(): SpellChecker {
  dictionary ??= createSpellChecker(aff, dic);
  return dictionary;
}

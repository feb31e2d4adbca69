/** The English dictionary, for families that check spelling. */
import aff from '../../../node_modules/dictionary-en/index.aff';
import dic from '../../../node_modules/dictionary-en/index.dic';
import { createSpellChecker, type SpellChecker } from '../../engine/document/spelling.ts';

let dictionary: SpellChecker | null = null;

/** Loads the dictionary on first use, once per isolate, because it takes time and memory. */
export function bundledDictionary(): SpellChecker {
  dictionary ??= createSpellChecker(aff, dic);
  return dictionary;
}

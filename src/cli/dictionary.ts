import aff from '../../node_modules/dictionary-en/index.aff';
import dic from '../../node_modules/dictionary-en/index.dic';
import { createSpellChecker, type SpellChecker } from '../engine/document/spelling.ts';

/** Loads the bundled English dictionary. */
export function readDictionary(): SpellChecker {
  return createSpellChecker(aff, dic);
}

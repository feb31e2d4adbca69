import aff from '../../node_modules/dictionary-en/index.aff';
import dic from '../../node_modules/dictionary-en/index.dic';
import { createSpellChecker, type SpellChecker } from '../engine/document/spelling.ts';

/** The English dictionary that comes with Galley. */
export function readDictionary(): SpellChecker {
  return createSpellChecker(aff, dic);
}

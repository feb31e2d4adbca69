import type { Rule } from '../../rules/rule.ts';

/** The rules about prose. */
export const proseRules = [
  {
    id: 'prose/doubled-word',
    type: 'prose',
    level: 'warning',
    fix: 'suggest',
    purpose: 'A word stands in the text twice in a row.',
    why: 'A word that is doubled, often across the end of a line, is nearly always left over from an edit, and hard to see when one reads one’s own text. Doublings that English has, such as “that that” or “had had”, single letters and names such as “Walla Walla” are left alone.',
    title: 'Remove {n} doubled word{s}',
    instruction: 'Remove the second word; where both are meant, set one of them in code or add a comma.',
    confidence: 0.9,
    options: { allow: { default: [], purpose: 'Words that may be doubled, in any capitals.' } },
    example: {
      bad: 'Open the the workbook.\n',
      good: 'Open the workbook.\n',
    },
  },
  {
    id: 'prose/banned',
    type: 'prose',
    level: 'warning',
    fix: 'suggest',
    purpose: 'The text has a phrase that the family’s rule pack bans.',
    why: 'A team agrees once on the words that it does not use, and on what to write instead, and says so under `banned` in its rule pack. Phrases are found as whole words, in any capitals and across line ends; code and links’ addresses are left alone.',
    title: 'Replace {n} banned phrase{s}',
    instruction: 'Write what the finding names instead, and read the sentence again.',
    confidence: 0.8,
    example: {
      bad: 'Utilize the workbook.\n',
      good: 'Use the workbook.\n',
      pack: { banned: [{ phrase: 'utilize', use: 'use', why: 'The short word says the same.' }] },
    },
  },
  {
    id: 'prose/placeholder',
    type: 'prose',
    level: 'info',
    fix: 'none',
    purpose: 'The text has a placeholder that somebody meant to replace, e.g. `TODO:` or “lorem ipsum”.',
    why: 'Readers see the placeholder as it is. `TODO`, `TBD`, `FIXME` and `XXX` count in capitals only, and only where they mark a place: at the start of a paragraph, before a colon, or alone in brackets or a table cell. So a text about TODO comments is left alone.',
    title: 'Replace {n} placeholder{s}',
    instruction: 'Write what is missing, or remove the place for it.',
    confidence: 1,
    example: {
      bad: 'TODO: describe how to restore a backup.\n',
      good: 'To restore a backup, run `backup restore`.\n',
    },
  },
  {
    id: 'prose/readability',
    type: 'prose',
    level: 'off',
    strict: 'info',
    fix: 'none',
    purpose: 'The text is hard to read, by the Flesch reading ease.',
    why: 'The Flesch reading ease is 206.835 − 1.015 × words per sentence − 84.6 × syllables per word (R. Flesch, “A New Readability Yardstick”, Journal of Applied Psychology 32, 1948). Plain English has about 60 to 70; below 30 is very difficult, read with ease by graduates only. The formula is for English and knows no technical terms, so take it as a hint; it is computed from the paragraphs and list items of texts of at least 100 words. Syllables are counted by the package `syllable`.',
    title: 'Make the text easier to read',
    instruction: 'Divide long sentences, and write short words where they say the same.',
    confidence: 1,
    options: { min: { default: 30, purpose: 'The lowest reading ease; 100 is very easy, 0 very hard.' } },
    example: {
      bad: `${'Organisational considerations necessitate comprehensive documentation of administrative responsibilities, including authentication configuration. '.repeat(10)}\n`,
      good: `${'The team writes down who does what. It says who may sign in, and how. Then each of them knows what to do. '.repeat(10)}\n`,
    },
  },
  {
    id: 'prose/long-sentence',
    type: 'prose',
    level: 'off',
    strict: 'info',
    fix: 'none',
    purpose: 'A sentence is very long.',
    why: 'By the end of a sentence of forty words many readers have lost its beginning. Two sentences, or a list, say the same and are read once.',
    title: 'Divide {n} long sentence{s}',
    instruction: 'Divide the sentence, or turn what it lists into a list.',
    confidence: 1,
    options: { max_words: { default: 40, purpose: 'Most words of a sentence.' } },
    example: {
      bad: 'When the server starts, it reads its configuration from the file that stands beside it, and then from the environment, where every setting has the same name in capitals, and after that it opens the port that the configuration names, and waits.\n',
      good: 'When the server starts, it reads its configuration from the file that stands beside it, and then from the environment. There every setting has the same name in capitals. After that it opens the port that the configuration names, and waits.\n',
    },
  },
  {
    id: 'prose/spelling',
    type: 'prose',
    level: 'off',
    fix: 'suggest',
    purpose: 'A word is not in the dictionary.',
    why: 'Every real text has names that no dictionary knows, so this rule is off until a rule pack switches it on and lists its words under `vocab`. Code, words with digits or capitals inside, abbreviations in capitals, and the pack’s terms and products are left alone.',
    title: 'Correct the spelling of {n} word{s}',
    instruction: 'Correct the word, or add it to `vocab` in the rule pack.',
    confidence: 0.5,
    // No example: the rule needs a dictionary, which the caller must supply.
  },
] as const satisfies readonly Rule[];

/** The id of a rule of this check. */
export type ProseRuleId = (typeof proseRules)[number]['id'];

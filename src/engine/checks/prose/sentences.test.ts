import { describe, expect, it } from 'vitest';
import { readSentences } from './sentences.ts';

const sentences = (text: string): string[] =>
  readSentences(text).map(({ start, end }) => text.slice(start, end));

describe('sentences', () => {
  it('end at full stops, question and exclamation marks', () => {
    expect(sentences('One. Two? “Three!” (Four.) Five… Six')).toEqual([
      'One.',
      'Two?',
      '“Three!”',
      '(Four.)',
      'Five…',
      'Six',
    ]);
    expect(sentences('One.\nTwo\nlines.\n')).toEqual(['One.', 'Two\nlines.']);
    expect(sentences(' \n')).toEqual([]);
  });

  it('continue after abbreviations, numbers and names', () => {
    for (const one of [
      'Formats, e.g. XLSX, and others, i.e. Those of J. Smith, etc. and Fig. 3 too.',
      'Version 1.2.3 of Aspose.Cells is out.',
      'Use approx. 3 of them vs. None.',
    ]) {
      expect(sentences(one)).toEqual([one]);
    }
    expect(sentences('It runs. iOS does too.')).toEqual(['It runs.', 'iOS does too.']);
  });
});

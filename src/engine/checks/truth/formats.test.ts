import { describe, expect, it } from 'vitest';
import { code, found, messages } from './example-pack.ts';

describe('file formats', () => {
  it('are checked in file names in code, against the document type', () => {
    const text = code(
      [
        'Workbook book = new Workbook(dir + "in.pdf");',
        "var other = new Acme.Sheets.Workbook('in.csv');",
        'other.Save("out.JPG"); other.Save(dir + "out.odt"); book.save("out.xyz");',
        'image.Save("a.odt"); book.Save("a.odt", format); book.Save("a"); book.Save("a.tmp");',
      ].join('\n'),
    );
    expect(messages(text)).toEqual([
      'Acme.Sheets does not load `.pdf` files.',
      'Acme.Sheets does not save `.odt` files.',
      'Acme.Sheets does not save `.xyz` files.',
    ]);
    expect(found(code('new Workbook("in.pdf");\nnew Acme.Mail.Message();'))).toEqual([]);
  });

  it.each([
    ['Convert XLSX files to PDF, MSG and JPG.', ['MSG']],
    ['Convert your PDF files to XLSX.', ['PDF']],
    ['Save the workbook as ODS, then save it in ODT format.', ['ODS', 'ODT']],
    ['Acme.Sheets loads PDF files.', ['PDF']],
    ['Acme.Mail converts MSG to EML.', ['EML']],
    ['Export it to .ODS with Acme.Sheets for Java.', ['ODS']],
  ])('are checked in prose, against the product of the sentence: %s', (text, formats) => {
    expect(found(`${text}\n`)).toEqual(formats.map((format) => `unsupported-format ${format}`));
  });

  it.each([
    'Open the PDF file in a viewer.',
    'It does not convert XLSX to MSG.',
    'Convert PNG to PDF, and export pictures to WMF.',
    'Acme.Sheets loads JSON files.',
    'Convert XLSX to MSG with Acme.Sheets and Acme.Mail.',
    'Acme.Other is new. Convert XLSX to MSG.',
    'Convert the sheet to PDF. Send MSG files.',
    'Save your time in ODS.',
    'Export it to MSG with Acme.Mail.',
    'Convert it to UTF8, to HTTP and to XSLT.',
    'Save it as `ODS`.',
  ])('are not reported in: %s', (text) => {
    expect(found(`${text}\n`)).toEqual([]);
  });
});

import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

/**
 * The unified diff of two versions of a file, with three lines of context, as `patch` and `git apply` take it.
 *
 * @returns '' when the texts are equal
 */
export function diffTexts(filePath: string, before: string, after: string): string {
  if (before === after) return '';
  return createTwoFilesPatch(`a/${filePath}`, `b/${filePath}`, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
}

/**
 * Binary search: the index of the first element that does not come before what is looked for.
 *
 * @param length - number of elements, which must be in ascending order
 * @param isBefore - whether the element at an index comes before what is looked for
 * @returns an index from 0 to `length`
 * @example lowerBound(starts.length, (index) => starts[index] <= offset) - 1 // the last start at or before the offset
 */
export function lowerBound(length: number, isBefore: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

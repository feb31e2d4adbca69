/**
 * `1200` → `1,200`. Of integers. By hand: `toLocaleString` takes some 30 ms when it is called first, which is when a page
 * appears.
 */
export function grouped(figure: number): string {
  return String(figure).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

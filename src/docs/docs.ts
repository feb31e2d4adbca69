/** What the page of the API does beyond showing: it finds operations, and on narrow screens it begins with its contents closed. */

const contents = document.querySelector<HTMLDetailsElement>('.contents');
const find = contents?.querySelector('input');
const NARROW = matchMedia('(width < 800px)');

if (contents && find) {
  contents.open = !NARROW.matches;
  NARROW.addEventListener('change', () => (contents.open = !NARROW.matches));
  find.hidden = false;
  find.addEventListener('input', () => show(contents, find.value));
}

/** Shows the operations whose address or summary has all of the words. */
function show(within: HTMLElement, text: string): void {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  for (const section of within.querySelectorAll('section')) {
    let found = 0;
    for (const item of section.querySelectorAll('li')) {
      const title = item.querySelector('a')?.title ?? '';
      const has = `${item.textContent} ${title}`.toLowerCase();
      item.hidden = !words.every((word) => has.includes(word));
      if (!item.hidden) found += 1;
    }
    section.hidden = found === 0 && words.length > 0;
  }
}

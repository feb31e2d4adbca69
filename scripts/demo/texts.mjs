/** The documents of the demonstration, all of them our own: made of a few sentences, with the faults that people make. */

/** A small generator of numbers, so that every demonstration is the same. @param {number} seed */
export function numbers(seed) {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

const TOPICS = [
  'Ovens',
  'Sourdough',
  'Deliveries',
  'Night shift',
  'Hygiene',
  'Scales',
  'Flour store',
  'Cash register',
  'Opening hours',
  'Complaints',
  'Allergens',
  'Cleaning',
  'First week',
  'Holidays',
  'Payroll',
  'Safety',
  'Recipes',
  'Suppliers',
];
const SENTENCES = [
  'The day starts at four, when the first dough has rested for twelve hours.',
  'Whoever opens the shop checks the temperature of the cold room and writes it down.',
  'A loaf that is too dark goes to the staff table, never to the shelf.',
  'Ask before you change a recipe, since two shops share the same dough.',
  'The order for tomorrow is sent before noon, and confirmed by the mill.',
  'Keys stay in the building. If one is missing, tell the manager at once.',
  'Flour is stored on pallets, away from the wall and from anything wet.',
  'The scale is set to zero every morning, with the empty bowl on it.',
];

/** Faults by name: what they add to a page. @type {Record<string, (next: () => number) => string>} */
const FAULTS = {
  spaces: () => 'Check the list on the wall.   \nThen sign it.  \t\n',
  skipped: () => '#### Details that hide too deep\n\nMore about it in the binder.\n',
  image: () => '![](images/oven.png)\n',
  bare: () => 'The plan is on https://bakery.example/plan and on paper.\n',
  language: () => '```\nstart --shop north --at 04:00\n```\n',
  link: () => 'See [the list](#the-list-that-moved) for names.\n',
  list: () => '1. Wash hands\n1) Put on the apron\n2) Start the mixer\n',
  blank: () => 'First the dough.\n\n\n\nThen the oven.\n',
  title: () => '# Another title\n\nThat a page should not have.\n',
  here: () => 'For the rest [click here](../first-week.md).\n',
};

/**
 * Makes a page.
 *
 * @param {{ title: string, faults: readonly string[], seed: number }} page
 */
export function pageOf({ title, faults, seed }) {
  const next = numbers(seed);
  const sentence = () => SENTENCES[Math.floor(next() * SENTENCES.length)];
  const parts = [`# ${title}\n`, `${sentence()} ${sentence()}\n`];
  for (const [index, heading] of ['Before you start', 'Step by step', 'What can go wrong'].entries()) {
    parts.push(`## ${heading}\n`, `${sentence()} ${sentence()} ${sentence()}\n`);
    for (const fault of faults.filter((_, n) => n % 3 === index)) parts.push(FAULTS[fault]?.(next) ?? '');
  }
  return parts.join('\n');
}

const NAMES = Object.keys(FAULTS);

/**
 * The pages of a family.
 *
 * @param {{ folders: readonly string[], count: number, seed: number, share: number }} family - `share` of the faults that are
 *   there
 * @returns {{ file_path: string, title: string, faults: string[], seed: number }[]}
 */
export function pagesOf({ folders, count, seed, share }) {
  const next = numbers(seed);
  return Array.from({ length: count }, (_, index) => {
    const topic = TOPICS[index % TOPICS.length] ?? '';
    const folder = folders[Math.floor(next() * folders.length)] ?? '';
    const round = Math.floor(index / TOPICS.length);
    const title = round === 0 ? topic : `${topic}, part ${round + 1}`;
    const name = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
    return {
      file_path: `${folder}/${name}.md`,
      title,
      faults: NAMES.filter(() => next() < share),
      seed: seed + index,
    };
  });
}

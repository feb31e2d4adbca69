/**
 * What runs in the measured page before its own scripts: it notes when an event arrived and when the frame that shows it was
 * painted, long tasks, what is under the pointer, and when something was first painted after the page was asked for.
 */
// oxlint-disable unicorn/consistent-function-scoping -- the function is sent to the page as text: all that it uses is in it
export function probe() {
  /** What of an event says which row it becomes. */
  const PATH = /"file_path":"(ui\/[^"]+)"/g;
  const figures = {
    /** @type {number[]} from the arrival of an event to the frame after its row, in ms */
    painted: [],
    /** @type {number[]} in ms */
    longTasks: [],
    /** @type {string[]} what was under the pointer, each other thing once */
    under: [],
    /** @type {string[]} what had the focus, each other thing once */
    focused: [],
    blank: 0,
    frames: 0,
  };
  /** @type {Map<string, number>} when the event about a path arrived */
  const arrived = new Map();
  Object.assign(globalThis, { bench: figures });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) figures.longTasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });

  const Socket = globalThis.WebSocket;
  globalThis.WebSocket = class extends Socket {
    /** @param {ConstructorParameters<typeof Socket>} args */
    constructor(...args) {
      super(...args);
      this.addEventListener('message', ({ data }) => {
        for (const [, path = ''] of String(data).matchAll(PATH))
          if (!arrived.has(path)) arrived.set(path, performance.now());
      });
    }
  };

  /** Calls back after the next frame is painted. @param {() => void} then */
  const afterPaint = (then) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.addEventListener('message', then);
      channel.port1.start();
      channel.port2.postMessage(null);
    });

  /** Notes when the newest rows of the feed are painted. */
  function watchFeed() {
    const feed = document.querySelector('[data-testid=feed]');
    if (!feed) throw new Error('there is no feed');
    /** @type {Set<string>} */
    const seen = new Set();
    new MutationObserver(() => {
      const fresh = [...feed.querySelectorAll('.which')].flatMap(({ textContent }) => {
        const path = textContent ?? '';
        if (seen.has(path) || !arrived.has(path)) return [];
        seen.add(path);
        return [path];
      });
      if (fresh.length === 0) return;
      afterPaint(() => {
        for (const path of fresh) figures.painted.push(performance.now() - (arrived.get(path) ?? Number.NaN));
      });
    }).observe(feed, { childList: true, subtree: true, characterData: true });
  }

  /** Notes in each frame what is at a place of the page, and what has the focus. @param {number} x @param {number} y */
  function watchPointer(x, y) {
    const step = () => {
      const row = document.elementFromPoint(x, y)?.closest('li');
      note(figures.under, row?.querySelector('a')?.getAttribute('href') ?? 'nothing');
      const { activeElement } = document;
      note(figures.focused, activeElement?.id || activeElement?.nodeName || 'nothing');
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  /** @param {string[]} list @param {string} one */
  const note = (list, one) => {
    if (list.at(-1) !== one) list.push(one);
  };

  /**
   * Scrolls to the end in steps, a frame each, and counts the frames in which the middle of what is scrolled has no row.
   *
   * @param {string} scroller - selector; empty for the page itself
   * @param {string} row - selector
   * @param {number} steps
   */
  async function scrollThrough(scroller, row, steps) {
    const box = scroller === '' ? document.scrollingElement : document.querySelector(scroller);
    if (!box) throw new Error(`there is no ${scroller}`);
    const { top, left, width, height } =
      scroller === ''
        ? { top: 0, left: 0, width: innerWidth, height: innerHeight }
        : box.getBoundingClientRect();
    for (let step = 0; step <= steps; step += 1) {
      box.scrollTop = ((box.scrollHeight - box.clientHeight) * step) / steps;
      await new Promise((resolve) => afterPaint(() => resolve(undefined)));
      figures.frames += 1;
      const places = [0.3, 0.5, 0.7].map((share) => top + height * share);
      // Between two rows there may be a line of some pixels.
      const isRow = (/** @type {number} */ y) =>
        [0, 6].some((more) => {
          const found = document.elementFromPoint(left + width * 0.6, y + more)?.closest(row);
          return found && (found.textContent ?? '') !== '';
        });
      if (!places.every(isRow)) figures.blank += 1;
    }
  }

  /**
   * Resolves once an element is painted.
   *
   * @param {string} selector
   * @param {() => void} [act] what leads to it; without it the time is counted from when the page was asked for
   * @returns {Promise<number>} ms
   */
  function shown(selector, act) {
    const start = act ? performance.now() : 0;
    return new Promise((resolve) => {
      const look = () => {
        if (!document.querySelector(selector)) return false;
        observer.disconnect();
        afterPaint(() => resolve(performance.now() - start));
        return true;
      };
      const observer = new MutationObserver(look);
      observer.observe(document, { childList: true, subtree: true });
      act?.();
      look();
    });
  }

  Object.assign(figures, { watchFeed, watchPointer, scrollThrough, shown });
}

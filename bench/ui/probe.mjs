/**
 * What runs in the measured page before its own scripts: it notes when an event arrived and when the frame that shows it was
 * painted, long tasks, what is under the pointer, and when something was first painted after the page was asked for.
 */
// oxlint-disable unicorn/consistent-function-scoping -- the function is sent to the page as text: all that it uses is in it
export function probe() {
  const figures = {
    /** @type {{ id: number; path: string; at: number; row?: number; counted?: number }[]} what arrived, in its order */
    events: [],
    /** How many frames of the stream began after what was there before: something was missed. */
    gaps: 0,
    /** @type {number[]} in ms */
    longTasks: [],
    /** @type {string[]} what was under the pointer, each other thing once */
    under: [],
    /** @type {string[]} what had the focus, each other thing once */
    focused: [],
    blank: 0,
    frames: 0,
    /** @type {number[]} from each frame to the next, in ms */
    between: [],
  };
  /** @type {Map<string, (typeof figures.events)[number]>} by path */
  const arrived = new Map();
  let position = 0;
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
        const frame = JSON.parse(data);
        if (!('from' in frame)) return;
        if (position > 0 && frame.from > position) figures.gaps += 1;
        position = Math.max(position, frame.to);
        const at = performance.now();
        for (const { id, type, file_path: path } of frame.events) {
          if (type !== 'validation_created' || !path.startsWith('ui/')) continue;
          const event = { id, path, at };
          figures.events.push(event);
          if (!arrived.has(path)) arrived.set(path, event);
        }
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

  /** Notes when an event is painted: as a row of the feed, and in the counter of validations. */
  function watchEvents() {
    const feed = document.querySelector('[data-testid=feed]');
    const counter = document.querySelector('[data-testid=counter-validations]');
    if (!feed || !counter) throw new Error('there is no feed, or no counter');
    const count = () => Number((counter.textContent ?? '').replaceAll(',', ''));
    const before = count();
    new MutationObserver(() => {
      const rows = [...feed.querySelectorAll('.which')].flatMap(
        ({ textContent }) => arrived.get(textContent ?? '') ?? [],
      );
      const fresh = rows.filter((event) => !('row' in event));
      for (const event of fresh) Object.assign(event, { row: Number.NaN });
      if (fresh.length > 0)
        afterPaint(() => {
          for (const event of fresh) Object.assign(event, { row: performance.now() });
        });
    }).observe(feed, { childList: true, subtree: true, characterData: true });
    let counted = 0;
    new MutationObserver(() => {
      const fresh = figures.events.slice(counted, count() - before);
      counted += fresh.length;
      if (fresh.length > 0)
        afterPaint(() => {
          for (const event of fresh) Object.assign(event, { counted: performance.now() });
        });
    }).observe(counter, { childList: true, subtree: true, characterData: true });
  }

  /** Notes the time between frames for a while. @param {number} ms */
  async function watchFrames(ms) {
    const until = performance.now() + ms;
    for (let last = performance.now(); last < until;) {
      const now = await new Promise(requestAnimationFrame);
      figures.between.push(now - last);
      last = now;
    }
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

  Object.assign(figures, { watchEvents, watchFrames, watchPointer, scrollThrough, shown });
}

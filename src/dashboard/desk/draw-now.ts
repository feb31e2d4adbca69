import { options } from 'preact';

/**
 * Draws a change before it returns, so that a field which it brings can have the focus at once: the next key belongs to the
 * field. Preact draws in a later task otherwise.
 */
export function drawNow(change: () => void): void {
  // oxlint-disable-next-line typescript/unbound-method -- a hook of Preact's, which has no `this`
  const before = options.debounceRendering;
  options.debounceRendering = (draw) => draw();
  try {
    change();
  } finally {
    if (before) options.debounceRendering = before;
    else delete options.debounceRendering;
  }
}

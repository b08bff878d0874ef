/**
 * Boxes on the page: whether one lies upon another, where one covers nothing, and keeping one within the keyboard's reach.
 *
 * @typedef {Pick<DOMRect, 'left' | 'top' | 'right' | 'bottom'>} Box CSS pixels
 */

/** Pixels between two places that are tried. */
const STEP = 8;

/** @param {Box} a @param {Box} b @returns {boolean} whether they share some of the screen; what is not shown has no size and shares nothing */
export function overlap(a, b) {
  return Math.min(a.right, b.right) > Math.max(a.left, b.left) && Math.min(a.bottom, b.bottom) > Math.max(a.top, b.top);
}

/**
 * What others leave of a box, in one piece as wide and high as can be. Pure.
 * @param {Box} box @param {Box[]} upon what lies upon it @returns {Box}
 */
export function leftOf(box, upon) {
  return upon.reduce((free, other) => (overlap(free, other) ? largest([
    { ...free, right: other.left }, { ...free, left: other.right }, { ...free, bottom: other.top }, { ...free, top: other.bottom },
  ]) : free), box);
}

/** @param {Box[]} boxes @returns {Box} the one whose shorter side is longest */
const largest = (boxes) => boxes.reduce((best, one) => (least(one) > least(best) ? one : best));

/** @param {Box} box @returns {number} its shorter side, pixels; below 0 where nothing is left */
export function least(box) {
  return Math.min(box.right - box.left, box.bottom - box.top);
}

/**
 * How far a box goes to cover nothing, or as little as can be: up from where it stands, in the middle or to a side. Pure.
 * @param {Box} box @param {Box} within @param {Box[]} here what it may not cover where it stands @param {Box[]} above the same, and what would come down there
 * @returns {{ x: number, y: number }} pixels
 */
export function clearWay(box, within, here, above) {
  let best = { x: 0, y: 0, covered: Infinity };
  for (let y = 0; box.top + y >= within.top; y -= STEP) {
    for (const x of [0, within.left - box.left, within.right - box.right]) {
      const there = { left: box.left + x, right: box.right + x, top: box.top + y, bottom: box.bottom + y };
      const covered = (y === 0 ? here : above).filter((other) => overlap(there, other)).length;
      if (covered < best.covered) best = { x, y, covered };
    }
    if (best.covered === 0) break;
  }
  return { x: best.x, y: best.y };
}

/**
 * A box of bounded height whose words may be more than it shows: as long as they are, the keyboard gets to it too, and scrolls it.
 * @param {HTMLElement} box
 */
export function scrolledByKeys(box) {
  const sizes = new ResizeObserver(() => {
    if (box.scrollHeight > box.clientHeight + 1) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  });
  for (const part of [box, ...box.children]) sizes.observe(part);
}

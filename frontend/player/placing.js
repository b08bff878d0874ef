/**
 * Where a hotspot lies is chosen: by a click on the picture, by dragging it with mouse or finger, or with the arrow keys. For an
 * editor; knows no room and no player, only an element that shows a view.
 *
 * @typedef {import('../shared/formats.js').Angles} Angles
 * @typedef {import('../shared/formats.js').View} View
 */
import { clamp, fromScreen, toScreen, wrap } from '../shared/projection.js';

/** Degrees that one press of an arrow key moves a hotspot, and with Shift. */
const STEP = 1;
const FINE = 0.1;

/** @param {{ clientX: number, clientY: number }} point of the page, CSS pixels @param {Element} picture that shows the view @param {View} view @returns {Angles} */
export function directionAt({ clientX, clientY }, picture, view) {
  const { left, top, width, height } = picture.getBoundingClientRect();
  return fromScreen(clientX - left, clientY - top, view, width, height);
}

/** @param {Angles} at @param {string} key KeyboardEvent.key @param {boolean} fine @returns {Angles | null} null for keys that do not move. Pure */
export function movedByKey({ yaw, pitch }, key, fine) {
  const step = fine ? FINE : STEP;
  switch (key) {
    case 'ArrowLeft': return { yaw: wrap(yaw - step), pitch };
    case 'ArrowRight': return { yaw: wrap(yaw + step), pitch };
    case 'ArrowUp': return { yaw, pitch: clamp(pitch + step, -90, 90) };
    case 'ArrowDown': return { yaw, pitch: clamp(pitch - step, -90, 90) };
    default: return null;
  }
}

/**
 * Lets a hotspot's button be moved.
 * @param {HTMLElement} button lies over the picture; must have `touch-action: none` @param {object} how
 * @param {Element} how.picture @param {() => View} how.view that it shows now @param {() => Angles} how.at where the hotspot lies now
 * @param {(at: Angles) => void} how.moved called on the way @param {(at: Angles) => void} how.placed called at the end, once a move
 * @param {AbortSignal} signal ends it
 */
export function movable(button, { picture, view, at, moved, placed }, signal) {
  /** Where the pointer holds the button, pixels from the hotspot; null while nobody does. @type {{ x: number, y: number } | null} */
  let held = null;
  const where = (/** @type {PointerEvent} */ { clientX, clientY }) => directionAt({ clientX: clientX - (held?.x ?? 0), clientY: clientY - (held?.y ?? 0) }, picture, view());
  button.addEventListener('pointerdown', (event) => {
    const { left, top, width, height } = picture.getBoundingClientRect();
    const spot = toScreen(at(), view(), width, height);
    if (!spot || event.button !== 0) return;
    held = { x: event.clientX - left - spot.x, y: event.clientY - top - spot.y };
    button.setPointerCapture(event.pointerId);
    event.stopPropagation();                // the picture below is not turned
  }, { signal });
  button.addEventListener('pointermove', (event) => {
    if (held) moved(where(event));
  }, { signal });
  button.addEventListener('pointerup', (event) => {
    if (held) placed(where(event));
    held = null;
  }, { signal });
  button.addEventListener('pointercancel', () => {
    held = null;
    placed(at());                           // wherever it has come to
  }, { signal });
  button.addEventListener('keydown', (event) => {
    const next = movedByKey(at(), event.key, event.shiftKey);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    placed(next);
  }, { signal });
}

/**
 * Mouse, fingers, wheel and keys on the picture: turns them into the next view.
 *
 * @typedef {import('../shared/formats.js').View} View
 */
import { drag, turnByKey, zoom } from './looking.js';

/** Pixels that a press may wander and still be a click. */
const CLICK_SLACK = 6;

/**
 * @typedef {object} Looker
 * @property {() => View} view where somebody looks, or is on the way to
 * @property {(view: View) => void} look at once
 * @property {(view: View) => void} glide with a short movement, at once under reduced motion
 * @property {() => number} width of the picture on the screen, CSS pixels
 * @property {() => boolean} calm whether movement is to be avoided
 */

/** @param {HTMLElement} area holds the canvas and the hotspots @param {Looker} looker */
export function listen(area, looker) {
  /** @type {Map<number, { x: number, y: number }>} */
  const fingers = new Map();
  let dragging = false;
  let start = { x: 0, y: 0 };
  let speed = { x: 0, y: 0, at: 0 };
  let rolling = 0;

  const stop = () => {
    cancelAnimationFrame(rolling);
    rolling = 0;
  };
  const apart = () => {
    const [a, b] = [...fingers.values()];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  };

  area.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    stop();
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    start = { x: event.clientX, y: event.clientY };
    speed = { x: 0, y: 0, at: 0 };
    if (fingers.size === 1) dragging = false;
  });

  area.addEventListener('pointermove', (event) => {
    const finger = fingers.get(event.pointerId);
    if (!finger) return;
    if (!dragging && Math.hypot(event.clientX - start.x, event.clientY - start.y) < CLICK_SLACK && fingers.size === 1) return;
    if (!dragging) {
      // Captured only now: a press that does not wander stays a click on the hotspot below it.
      dragging = true;
      area.setPointerCapture(event.pointerId);
      area.classList.add('dragging');
    }
    const before = apart();
    const [dx, dy] = [event.clientX - finger.x, event.clientY - finger.y];
    finger.x = event.clientX;
    finger.y = event.clientY;
    let view = drag(looker.view(), dx / fingers.size, dy / fingers.size, looker.width());
    const after = apart();
    if (before > 0 && after > 0) view = zoom(view, after / before);
    looker.look(view);
    const elapsed = Math.max(event.timeStamp - speed.at, 1);
    if (speed.at) speed = { x: dx / elapsed, y: dy / elapsed, at: event.timeStamp };
    else speed = { x: 0, y: 0, at: event.timeStamp };
  });

  const release = (/** @type {PointerEvent} */ event) => {
    if (!fingers.delete(event.pointerId) || fingers.size > 0) return;
    area.classList.remove('dragging');
    if (!dragging || looker.calm() || event.timeStamp - speed.at > 60 || Math.hypot(speed.x, speed.y) < 0.15) return;
    let last = performance.now();
    const roll = (/** @type {number} */ now) => {
      const elapsed = Math.min(now - last, 50);
      last = now;
      const kept = Math.exp(-elapsed / 180);
      looker.look(drag(looker.view(), speed.x * elapsed, speed.y * elapsed, looker.width()));
      speed = { ...speed, x: speed.x * kept, y: speed.y * kept };
      rolling = Math.hypot(speed.x, speed.y) > 0.02 ? requestAnimationFrame(roll) : 0;
    };
    rolling = requestAnimationFrame(roll);
  };
  area.addEventListener('pointerup', release);
  area.addEventListener('pointercancel', release);

  area.addEventListener('wheel', (event) => {
    event.preventDefault();
    stop();
    looker.look(zoom(looker.view(), Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.03 : 0.001))));
  }, { passive: false });

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
    if (event.target instanceof Element && event.target.matches('.where, .notice')) return;        // scrolled by these keys (page.js)
    const view = turnByKey(looker.view(), event.key);
    if (!view) return;
    event.preventDefault();
    stop();
    looker.glide(view);
  });
}

/** Enter held down presses a button once: what opens under it would be shut by the next press. Zooming goes on for as long as it is held. */
export function pressOnce() {
  document.addEventListener('keydown', (event) => {
    if (event.repeat && event.key === 'Enter' && event.target instanceof Element && !event.target.closest('.corner')) event.preventDefault();
  }, { capture: true });
}

/** @returns {boolean} whether this may be a device that is held in a hand and knows how it lies */
export function gyroscopic() {
  return 'DeviceOrientationEvent' in window && window.isSecureContext && window.matchMedia('(pointer: coarse)').matches;
}

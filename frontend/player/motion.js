/**
 * Short movements over time, none for whoever asked for less motion.
 */

import { settings } from './settings.js';

const asked = window.matchMedia('(prefers-reduced-motion: reduce)');

/** @returns {boolean} */
export function calm() {
  return asked.matches || settings.get('motion') === 'reduced';
}

/**
 * Runs on the stage's frames: in a headset the page's own clock stands still.
 * @param {Set<(time: number, frame: XRFrame | undefined) => void>} frames @param {number} duration ms
 * @param {(part: number) => void} step gets 0 to 1, at the end exactly 1
 * @returns {{ done: Promise<void>, stop: () => void }} done is also resolved by stop
 */
export function animate(frames, duration, step) {
  if (calm() || duration <= 0) {
    step(1);
    return { done: Promise.resolve(), stop: () => undefined };
  }
  /** @type {() => void} */
  let finish = () => undefined;
  /** @type {Promise<void>} */
  const done = new Promise((resolve) => { finish = resolve; });
  let begin = NaN;
  const tick = (/** @type {number} */ time) => {
    if (Number.isNaN(begin)) begin = time;
    const part = Math.min((time - begin) / duration, 1);
    step(part);
    if (part === 1) stop();
  };
  const stop = () => {
    frames.delete(tick);
    finish();
  };
  frames.add(tick);
  return { done, stop };
}

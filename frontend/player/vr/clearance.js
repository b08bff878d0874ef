/**
 * How low a plate before the viewer has to stand so that it covers no disc of the scene. Pure: degrees, room coordinates.
 *
 * @typedef {import('../../shared/projection.js').Vector} Vector
 * @typedef {{ width: number, height: number, distance: number }} Size metres; distance from the head
 */
import { axes } from '../../shared/projection.js';
import { aimedPoint } from './aim.js';

/** Degrees from a disc's middle to where a ray that means it may end (discs.js). */
const BESIDE = 4;

/**
 * @param {number} yaw of the plate's middle @param {number} highest where it stands if it may @param {number} lowest as far as a neck bends
 * @param {Size} size @param {Vector[]} discs their middles, as seen from the head
 * @returns {number} pitch of the plate's middle: the highest that covers no disc, or `highest` where each covers one
 */
export function clearPitch(yaw, highest, lowest, size, discs) {
  const more = 2 * size.distance * Math.tan((BESIDE * Math.PI) / 180);
  for (let pitch = highest; pitch >= lowest; pitch--) {
    const { right, up, forward } = axes({ yaw, pitch });
    const plate = { centre: /** @type {Vector} */ (forward.map((part) => part * size.distance)), right, up, width: size.width + more, height: size.height + more };
    if (!discs.some((direction) => aimedPoint({ origin: [0, 0, 0], direction }, plate))) return pitch;
  }
  return highest;
}

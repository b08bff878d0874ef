/**
 * What a controller's ray points at. Pure: metres, room coordinates (shared/projection.js).
 *
 * @typedef {import('../../shared/projection.js').Vector} Vector
 * @typedef {{ origin: Vector, direction: Vector }} Ray direction has length 1
 * @typedef {{ centre: Vector, right: Vector, up: Vector, width: number, height: number }} Rectangle right and up have length 1
 */
import { dot } from '../../shared/projection.js';

/** @param {Vector} a @param {Vector} b @returns {Vector} */
const minus = (a, b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

/**
 * From the headset's space into the room, which is turned about the viewer's head.
 * @param {Ray} ray @param {number} heading the room's yaw that lies in the headset's forward direction, degrees @param {Vector} head metres
 * @returns {Ray}
 */
export function intoRoom({ origin, direction }, heading, head) {
  const cos = Math.cos((heading * Math.PI) / 180);
  const sin = Math.sin((heading * Math.PI) / 180);
  const turn = (/** @type {Vector} */ [x, y, z]) => /** @type {Vector} */ ([x * cos - z * sin, y, x * sin + z * cos]);
  return { origin: turn(minus(origin, head)), direction: turn(direction) };
}

/**
 * @template {{ centre: Vector, radius: number }} T
 * @param {Ray} ray @param {T[]} discs
 * @returns {T | null} of the discs that the ray meets, the one whose middle it comes closest to, measured in radii
 */
export function aimedDisc(ray, discs) {
  /** @type {T | null} */
  let best = null;
  let least = 1;
  for (const disc of discs) {
    const to = minus(disc.centre, ray.origin);
    const along = dot(to, ray.direction);
    if (along <= 0) continue;
    const off = Math.sqrt(Math.max(dot(to, to) - along * along, 0)) / disc.radius;
    if (off <= least) {
      least = off;
      best = disc;
    }
  }
  return best;
}

/**
 * @param {Ray} ray @param {Rectangle} rectangle
 * @returns {{ u: number, v: number, distance: number } | null} u from the left, v from the top, both in [0, 1]
 */
export function aimedPoint(ray, { centre, right, up, width, height }) {
  /** @type {Vector} */
  const normal = [right[1] * up[2] - right[2] * up[1], right[2] * up[0] - right[0] * up[2], right[0] * up[1] - right[1] * up[0]];
  const slope = dot(ray.direction, normal);
  if (Math.abs(slope) < 1e-6) return null;
  const distance = dot(minus(centre, ray.origin), normal) / slope;
  if (distance <= 0) return null;
  const at = minus([ray.origin[0] + ray.direction[0] * distance, ray.origin[1] + ray.direction[1] * distance, ray.origin[2] + ray.direction[2] * distance], centre);
  const u = dot(at, right) / width + 0.5;
  const v = 0.5 - dot(at, up) / height;
  return u >= 0 && u <= 1 && v >= 0 && v <= 1 ? { u, v, distance } : null;
}

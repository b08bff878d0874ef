/**
 * The few 4x4 matrices that a picture around the viewer needs, as WebGL takes them: 16 numbers, column after column. Pure.
 *
 * @typedef {import('./formats.js').Angles} Angles
 * @typedef {import('./formats.js').Pose} Pose
 * @typedef {import('./projection.js').Vector} Vector
 * @typedef {number[]} Matrix
 */
import { axes } from './projection.js';

const RADIANS = Math.PI / 180;

/** @param {Matrix} a @param {Matrix} b @returns {Matrix} b is done first */
export function multiply(a, b) {
  /** @type {Matrix} */
  const made = [];
  for (let column = 0; column < 16; column += 4) {
    for (let row = 0; row < 4; row++) {
      let sum = 0;
      for (let at = 0; at < 4; at++) sum += /** @type {number} */ (a[at * 4 + row]) * /** @type {number} */ (b[column + at]);
      made.push(sum);
    }
  }
  return made;
}

/** @param {Vector} x @param {Vector} y @param {Vector} z where each axis goes @param {Vector} [origin] where 0 goes @returns {Matrix} */
export function placed(x, y, z, origin = [0, 0, 0]) {
  return [...x, 0, ...y, 0, ...z, 0, ...origin, 1];
}

/** From the room to the eye of somebody in its middle. @param {Angles} view @returns {Matrix} */
export function towards(view) {
  const { right: r, up: u, forward: f } = axes(view);
  return placed([r[0], u[0], -f[0]], [r[1], u[1], -f[1]], [r[2], u[2], -f[2]]);
}

/** From the eye to the screen. @param {number} fov horizontal, degrees @param {number} aspect width / height @param {number} near @param {number} far metres @returns {Matrix} */
export function perspective(fov, aspect, near, far) {
  const across = 1 / Math.tan((fov / 2) * RADIANS);
  return [across, 0, 0, 0, 0, across * aspect, 0, 0, 0, 0, (far + near) / (near - far), -1, 0, 0, (2 * far * near) / (near - far), 0];
}

/** From a posed picture's own frame to the room: what projection.poseEuler says, as a matrix. @param {Pose} pose @returns {Matrix} */
export function posed({ yaw, pitch, roll }) {
  const [sr, cr] = [Math.sin(roll * RADIANS), Math.cos(roll * RADIANS)];
  const { right, up, forward } = axes({ yaw, pitch });
  const turned = (/** @type {number} */ r, /** @type {number} */ u) => /** @type {Vector} */ ([0, 1, 2].map((at) => r * /** @type {number} */ (right[at]) + u * /** @type {number} */ (up[at])));
  return placed(turned(cr, -sr), turned(sr, cr), [-forward[0], -forward[1], -forward[2]]);
}

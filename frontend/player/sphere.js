/**
 * The points of the sphere that a panorama is painted on, seen from inside. Pure.
 *
 * @typedef {import('../shared/formats.js').Coverage} Coverage
 * @typedef {import('../shared/formats.js').Stereo} Stereo
 */
import { direction } from '../shared/projection.js';

/** Metres. Far enough that the eyes of a headset see no depth in it. */
const RADIUS = 50;

/** Degrees a facet spans at most: within one, straight lines stray from the sphere by less than a thousandth of a degree. */
const FACET = 3;

/**
 * The part of a picture that one eye sees. Top and left are the left eye's.
 * @param {Stereo} stereo @param {0 | 1} eye 0 = left
 * @returns {{ left: number, top: number, width: number, height: number }} parts of the picture
 */
export function eyeRectangle(stereo, eye) {
  if (stereo === 'top-bottom') return { left: 0, top: eye / 2, width: 1, height: 0.5 };
  if (stereo === 'left-right') return { left: eye / 2, top: 0, width: 0.5, height: 1 };
  return { left: 0, top: 0, width: 1, height: 1 };
}

/**
 * @param {Coverage} coverage @param {Stereo} stereo @param {0 | 1} eye
 * @returns {import('./paint/surface.js').Shape}
 */
export function sphere(coverage, stereo, eye) {
  const [left, right] = coverage.yaw;
  const [bottom, top] = coverage.pitch;
  const columns = Math.max(Math.ceil((right - left) / FACET), 1);
  const rows = Math.max(Math.ceil((top - bottom) / FACET), 1);
  const part = eyeRectangle(stereo, eye);
  const positions = new Float32Array((columns + 1) * (rows + 1) * 3);
  const coordinates = new Float32Array((columns + 1) * (rows + 1) * 2);
  const triangles = new Uint16Array(columns * rows * 6);
  let point = 0;
  let corner = 0;
  for (let row = 0; row <= rows; row++) {
    for (let column = 0; column <= columns; column++, point++) {
      const u = column / columns;
      const v = row / rows;
      const [x, y, z] = direction(left + u * (right - left), top - v * (top - bottom));
      positions.set([x * RADIUS, y * RADIUS, z * RADIUS], point * 3);
      coordinates.set([part.left + u * part.width, part.top + v * part.height], point * 2);
      if (row === rows || column === columns) continue;
      const below = point + columns + 1;
      triangles.set([point, below, point + 1, point + 1, below, below + 1], corner);
      corner += 6;
    }
  }
  return { positions, coordinates, triangles };
}

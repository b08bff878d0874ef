/**
 * Tiles as they are painted: flat pieces of a cube's faces, finer ones before coarser ones, so that no crack shows through.
 *
 * The eye is in the middle, so a larger cube looks the same as a smaller one; which is in front is all that its size says.
 *
 * @typedef {import('../../shared/matrix.js').Matrix} Matrix
 * @typedef {import('../../shared/projection.js').Vector} Vector
 * @typedef {import('../paint/picture.js').Picture} Picture
 * @typedef {import('./pyramid.js').Tile} Tile
 */
import { multiply, placed } from '../../shared/matrix.js';
import { faceDirection } from '../../shared/projection.js';
import { SQUARE, Surface } from '../paint/surface.js';

/** Metres from the eye to the coarsest faces: their corners, 1.7 times as far, are still before the sphere of 50. */
const FARTHEST = 27;

/** @param {Tile} tile @param {Picture} picture @param {Matrix} pose of the panorama @param {'both' | 'left'} eye @returns {Surface} */
export function piece({ face, level, left, top, right, bottom }, picture, pose, eye) {
  const distance = FARTHEST / (1 + level / 8);
  const [corner, across, down] = /** @type {[Vector, Vector, Vector]} */ ([[left, top], [right, top], [left, bottom]].map(
    ([a, b]) => faceDirection(face, /** @type {number} */ (a), /** @type {number} */ (b)).map((part) => part * distance),
  ));
  const from = (/** @type {Vector} */ end) => /** @type {Vector} */ (end.map((part, at) => part - /** @type {number} */ (corner[at])));
  return new Surface(SQUARE, {
    matrix: multiply(pose, placed(from(across), from(down), [0, 0, 0], corner)),
    picture, eye,
    order: -2 - level,                     // the finest first: what it covers need not be painted
  });
}

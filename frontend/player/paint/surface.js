/**
 * What a picture is painted on: its points, where they lie in the room, which eye sees it. Pure; painted by painter.js on a flat
 * screen, by vr/scenery.js in a headset.
 *
 * @typedef {import('../../shared/matrix.js').Matrix} Matrix
 * @typedef {import('./picture.js').Picture} Picture
 *
 * @typedef {object} Shape
 * @property {Float32Array} positions x, y, z @property {Float32Array} coordinates u, v; v runs from the top down, as the bytes come
 * @property {Uint16Array} triangles
 */
import { placed } from '../../shared/matrix.js';

export class Surface {
  /**
   * @param {Shape} shape @param {object} [how]
   * @param {Matrix} [how.matrix] from the shape to the room, metres; the eye is in the middle
   * @param {Picture | null} [how.picture]
   * @param {'both' | 'left' | 'right'} [how.eye] a flat screen shows what the left one sees
   * @param {number} [how.order] smaller is painted first
   */
  constructor(shape, { matrix = placed([1, 0, 0], [0, 1, 0], [0, 0, 1]), picture = null, eye = 'both', order = -1 } = {}) {
    this.shape = shape;
    this.matrix = matrix;
    this.picture = picture;
    this.eye = eye;
    this.order = order;
    this.visible = true;
  }
}

/**
 * A flat square from 0, 0 to 1, 1 in facets: `placed` puts it where it belongs. In facets, since a triangle that reaches from the view to
 * beside the eye is drawn wrong by software renderers; five are enough for a cube's whole face.
 */
export const SQUARE = square(5);

/** @param {number} facets each way @returns {Shape} */
function square(facets) {
  /** @type {number[]} */
  const positions = [];
  /** @type {number[]} */
  const coordinates = [];
  /** @type {number[]} */
  const triangles = [];
  for (let row = 0; row <= facets; row++) {
    for (let column = 0; column <= facets; column++) {
      positions.push(column / facets, row / facets, 0);
      coordinates.push(column / facets, row / facets);
      if (row === facets || column === facets) continue;
      const point = row * (facets + 1) + column;
      const below = point + facets + 1;
      triangles.push(point, below, point + 1, point + 1, below, below + 1);
    }
  }
  return { positions: new Float32Array(positions), coordinates: new Float32Array(coordinates), triangles: new Uint16Array(triangles) };
}

/**
 * Keeps hotspots apart that stand in one place, so that each can be aimed at. Pure.
 *
 * @typedef {import('../../shared/projection.js').Vector} Vector
 */
import { dot } from '../../shared/projection.js';

/** Against an edge each round brings them only half of what is missing apart. */
const ROUNDS = 40;

/**
 * Moves directions apart that lie nearer to each other than a gap; the others stay exactly where they are.
 * @param {Vector[]} directions unit vectors, in tab order @param {number} gap degrees
 * @param {(moved: Vector, index: number) => Vector} [keep] brings what was moved back to where it can be seen
 * @returns {Vector[]} unit vectors in the same order
 */
export function spread(directions, gap, keep = (moved) => moved) {
  const made = directions.map((one) => /** @type {Vector} */ ([...one]));
  const least = (gap * Math.PI) / 180;
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false;
    for (let i = 0; i < made.length; i++) {
      for (let j = i + 1; j < made.length; j++) {
        const [a, b] = [/** @type {Vector} */ (made[i]), /** @type {Vector} */ (made[j])];
        const between = Math.acos(Math.min(dot(a, b), 1));
        if (between >= least - 1e-4) continue;
        const apart = unit(between > 1e-3 ? [b[0] - a[0], b[1] - a[1], b[2] - a[2]] : aside(a));
        const step = Math.tan((least - between) / 2);
        made[i] = keep(unit([a[0] - apart[0] * step, a[1] - apart[1] * step, a[2] - apart[2] * step]), i);
        made[j] = keep(unit([b[0] + apart[0] * step, b[1] + apart[1] * step, b[2] + apart[2] * step]), j);
        moved = true;
      }
    }
    if (!moved) break;
  }
  return made;
}

/** To the right of a direction, for two in the very same place. @param {Vector} direction @returns {Vector} */
function aside([x, , z]) {
  return Math.hypot(x, z) > 1e-3 ? [-z, 0, x] : [1, 0, 0];
}

/** @param {Vector} vector @returns {Vector} */
function unit([x, y, z]) {
  const length = Math.hypot(x, y, z) || 1;
  return [x / length, y / length, z / length];
}

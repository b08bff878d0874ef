/**
 * How a 3D object is turned: from a drag, a key or a moment of spinning to how it lies. Pure; degrees.
 *
 * @typedef {{ yaw: number, pitch: number, zoom: number }} Turn yaw about its own upright axis, then pitch towards the viewer; zoom 1 = just fits
 * @typedef {import('../../shared/formats.js').Lod} Lod
 */
import { clamp, wrap } from '../../shared/projection.js';

/** From in front, right and above, as the pipeline's posters show it. @type {Readonly<Turn>} */
export const START = Object.freeze({ yaw: -31.8, pitch: 23, zoom: 1 });

/** Triangles that a device draws without effort, as the profiles say. */
export const TRIANGLES = { flat: 50_000, headset: 15_000 };

const STEP = 15;
const CLOSER = 1.2;
const STEEPEST = 85;
/** A drag over the whole width turns this far. */
const ACROSS = 240;

/** @param {Turn} turn @param {number} yaw @param {number} pitch degrees more @returns {Turn} */
export function turned(turn, yaw, pitch) {
  return { ...turn, yaw: wrap(turn.yaw + yaw), pitch: clamp(turn.pitch + pitch, -STEEPEST, STEEPEST) };
}

/** The object follows the hand. @param {Turn} turn @param {number} dx @param {number} dy right and down, parts of the picture's width @returns {Turn} */
export function dragged(turn, dx, dy) {
  return turned(turn, dx * ACROSS, dy * ACROSS);
}

/** @param {Turn} turn @param {number} factor > 1 comes closer @returns {Turn} */
export function zoomed(turn, factor) {
  return { ...turn, zoom: clamp(turn.zoom * factor, 0.5, 4) };
}

/** @param {Turn} turn @param {number} speed degrees a second @param {number} elapsed ms @returns {Turn} */
export function spun(turn, speed, elapsed) {
  return turned(turn, (speed * elapsed) / 1000, 0);
}

/** @param {Turn} turn @param {string} key KeyboardEvent.key @returns {Turn | null} null for keys that do not turn */
export function turnedByKey(turn, key) {
  switch (key) {
    case 'ArrowLeft': return turned(turn, -STEP, 0);
    case 'ArrowRight': return turned(turn, STEP, 0);
    case 'ArrowUp': return turned(turn, 0, -STEP);
    case 'ArrowDown': return turned(turn, 0, STEP);
    case '+': case '=': return zoomed(turn, CLOSER);
    case '-': case '_': return zoomed(turn, 1 / CLOSER);
    default: return null;
  }
}

/** @param {Lod[]} lods @param {number} most triangles @returns {Lod | undefined} the finest within, else the coarsest there is */
export function chooseLod(lods, most) {
  const coarseFirst = lods.toSorted((a, b) => a.triangles - b.triangles);
  return coarseFirst.findLast(({ triangles }) => triangles <= most) ?? coarseFirst[0];
}

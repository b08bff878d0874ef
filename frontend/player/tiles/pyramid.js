/**
 * A cube pyramid: its levels, which of them a screen pays for, and which tiles a view looks at. Pure.
 *
 * Directions are in the picture's own frame: pose and room are undone before (gaze).
 *
 * @typedef {import('../../shared/formats.js').Tiles} Tiles
 * @typedef {import('../../shared/formats.js').TileIndex} TileIndex
 * @typedef {import('../../shared/formats.js').Ref} Ref
 * @typedef {import('../../shared/formats.js').View} View
 * @typedef {import('../../shared/formats.js').Pose} Pose
 * @typedef {import('../../shared/projection.js').Face} Face
 * @typedef {import('../../shared/projection.js').Vector} Vector
 *
 * @typedef {{ key: string, level: number, face: Face, left: number, top: number, right: number, bottom: number, ref: Ref }} Tile
 *          edges in the face's coordinates, -1 to 1; a tile's key names its place, so one blob may be many tiles
 * @typedef {{ faceSize: number, tiles: Tile[] }} Level  of all six faces
 * @typedef {{ forward: Vector, planes: Vector[] }} Gaze  planes: normals, pointing inwards, of the four sides of what is seen
 */
import { axes, dot, faceDirection, unposed } from '../../shared/projection.js';

/** @type {Face[]} */
export const FACES = ['f', 'r', 'b', 'l', 'u', 'd'];

/** A face this much smaller than asked still looks sharp; the next level costs four times the pixels. */
const TOLERANCE = 0.75;

/** What only touches the edge of the screen, within this part of its width, is not seen. */
const EDGE = 0.999;

const RADIANS = Math.PI / 180;

/**
 * @param {TileIndex} index @param {Tiles} tiles @param {0 | 1} [eye] 0 = left
 * @returns {Level[]} coarsest first
 * @throws {TypeError | RangeError} when the index is not one of such a pyramid
 */
export function levelsOf(index, tiles, eye = 0) {
  const { levels } = /** @type {import('../../shared/formats.js').TileEye} */ (index.eyes[eye]);
  if (!levels.length) throw new RangeError('a tile index without levels');
  return levels.map(({ face_size: faceSize, columns, faces }, level) => {
    if (columns !== Math.ceil(faceSize / tiles.tile_size)) throw new RangeError(`${columns} columns of a face of ${faceSize} pixels`);
    const edge = (/** @type {number} */ at) => (Math.min(at * tiles.tile_size, faceSize) / faceSize) * 2 - 1;
    const places = FACES.flatMap((face) => {
      const entries = faces[face];
      if (entries?.length !== columns * columns) throw new RangeError(`face ${face} of ${faceSize} pixels has ${entries?.length ?? 'no'} tiles`);
      return entries.map(([sha256, size], at) => {
        const column = at % columns;
        const row = (at - column) / columns;
        return {
          key: `${level}${face}${row}.${column}`, level, face,
          left: edge(column), top: edge(row), right: edge(column + 1), bottom: edge(row + 1),
          ref: { sha256, size, media_type: tiles.media_type, path: `blobs/${sha256.slice(0, 2)}/${sha256}.${tiles.ext}` },
        };
      });
    });
    return { faceSize, tiles: places };
  });
}

/**
 * @param {Level[]} levels coarsest first @param {number} needed pixels for 360° (tiers.neededWidth)
 * @returns {number} the coarsest level that pays, else the finest
 */
export function chooseLevel(levels, needed) {
  // The middle of a face spreads half its pixels over one radian, the whole circle has 2 pi of them.
  const found = levels.findIndex(({ faceSize }) => faceSize * Math.PI >= needed * TOLERANCE);
  return found < 0 ? levels.length - 1 : found;
}

/** @param {View} view in the room @param {number} aspect width / height of the screen @param {Pose} pose of the picture @returns {Gaze} */
export function gaze(view, aspect, pose) {
  const { right, up, forward } = axes(view);
  const [r, u, f] = /** @type {[Vector, Vector, Vector]} */ ([right, up, forward].map((vector) => unposed(vector, pose)));
  const wide = Math.tan((view.fov / 2) * RADIANS) * EDGE;
  const high = wide / aspect;
  return { forward: f, planes: [sum(f, wide, r, 1), sum(f, wide, r, -1), sum(f, high, u, 1), sum(f, high, u, -1)] };
}

/**
 * @param {Tile[]} tiles @param {Gaze} seen
 * @returns {Tile[]} those of which at least a part is seen, nearest to the middle of the view first
 */
export function tilesInView(tiles, seen) {
  /** @type {{ tile: Tile, nearness: number }[]} */
  const found = [];
  for (const tile of tiles) {
    let shape = corners(tile);
    for (const plane of seen.planes) shape = cut(shape, plane);
    if (shape.length < 3) continue;
    const middle = shape.reduce((a, b) => sum(a, 1, b, 1));
    found.push({ tile, nearness: dot(seen.forward, middle) / Math.hypot(...middle) });
  }
  return found.sort((a, b) => b.nearness - a.nearness).map(({ tile }) => tile);
}

/** @param {Tile} tile @returns {Vector[]} its corners on the cube of half width 1: top left, top right, bottom right, bottom left as seen */
function corners({ face, left, top, right, bottom }) {
  return [faceDirection(face, left, top), faceDirection(face, right, top), faceDirection(face, right, bottom), faceDirection(face, left, bottom)];
}

/** The part of a flat shape on the inner side of a plane through the eye. @param {Vector[]} shape @param {Vector} plane @returns {Vector[]} */
function cut(shape, plane) {
  /** @type {Vector[]} */
  const kept = [];
  shape.forEach((corner, at) => {
    const before = /** @type {Vector} */ (shape.at(at - 1));
    const [depth, depthBefore] = [dot(corner, plane), dot(before, plane)];
    if (depth >= 0 !== depthBefore >= 0) kept.push(sum(before, depth / (depth - depthBefore), corner, -depthBefore / (depth - depthBefore)));
    if (depth >= 0) kept.push(corner);
  });
  return kept;
}

/** @param {Vector} a @param {number} m @param {Vector} b @param {number} n @returns {Vector} m·a + n·b */
function sum(a, m, b, n) {
  return [a[0] * m + b[0] * n, a[1] * m + b[1] * n, a[2] * m + b[2] * n];
}

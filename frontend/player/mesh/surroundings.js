/**
 * What a mesh mirrors and is lit by, much as on the pipeline's posters: a bright sky, a darker ground, a window high in front and one at
 * the left. Without surroundings metal is black.
 *
 * Blurred here for every roughness, as three.js would have the graphics card do it: its 256 samples a pixel hold a weak one up for seconds.
 */
import { CompressedCubeTexture, DataUtils, HalfFloatType, LinearFilter, LinearMipmapLinearFilter, RGBAFormat } from 'three';
import { direction, dot } from '../../shared/projection.js';

/** @typedef {import('../../shared/projection.js').Vector} Vector */

/** Pixels of a face, from what a mirror shows to what lights a matt surface: three.js' roughest level has eight. */
const SIZES = [64, 32, 16, 8];
/** Brightness, linear: 1 is white. */
const SKY = 0.62;
const GROUND = 0.12;
/** yaw and pitch in degrees as seen from the mesh with the viewer at yaw 180, brightness, and how wide: higher is narrower. */
const WINDOWS = [{ yaw: 145, pitch: 50, light: 7, narrow: 24 }, { yaw: -125, pitch: 12, light: 2.2, narrow: 12 }]
  .map(({ yaw, pitch, ...window }) => ({ ...window, towards: direction(yaw, pitch) }));
/** From a face's right and down, -1 to 1, to OpenGL's direction: +x -x +y -y +z -z. @type {((s: number, t: number) => Vector)[]} */
const FACES = [(s, t) => [1, -t, -s], (s, t) => [-1, -t, s], (s, t) => [s, 1, t], (s, t) => [s, -1, -t], (s, t) => [s, -t, 1], (s, t) => [-s, -t, -1]];

/**
 * Brightness as a surface sees it that mirrors in a lobe cos^spread: that of a window, a lobe too, spreads by as much and keeps its light.
 * @param {Vector} towards of length 1 @param {number} spread 1 for a matt surface, Infinity for a mirror @returns {number} linear
 */
export function light([x, y, z], spread) {
  const pitch = (Math.asin(y) / Math.PI) * 180;
  const steep = spread === Infinity ? 1 : spread / (spread + 1);
  return WINDOWS.reduce((sum, window) => {
    const narrow = 1 / (1 / window.narrow + 1 / spread);
    return sum + (window.light * (narrow + 1) / (window.narrow + 1)) * Math.max(dot([x, y, z], window.towards), 0) ** narrow;
  }, GROUND + (SKY - GROUND) * (0.5 + (pitch * steep) / 180));
}

/** @param {number} level @returns {number} the lobe of the roughness that three.js looks up there */
function spreadAt(level) {
  const roughness = 1 - Math.sqrt(1 - level / (SIZES.length - 1));
  return Math.max(1, (1 / roughness ** 4 - 1) / 2);
}

/** @returns {CompressedCubeTexture} not compressed: the kind of cube whose levels three.js takes as they are */
export function surroundings() {
  const faces = FACES.map((face) => ({ width: SIZES[0] ?? 0, height: SIZES[0] ?? 0, mipmaps: SIZES.map((size, level) => {
    const spread = spreadAt(level);
    const data = new Uint16Array(size * size * 4).fill(DataUtils.toHalfFloat(1));
    for (let pixel = 0; pixel < size * size; pixel++) {
      const [x, y, z] = face(((pixel % size) + 0.5) / size * 2 - 1, (Math.floor(pixel / size) + 0.5) / size * 2 - 1);
      const far = Math.hypot(x, y, z);
      // Cubes are seen from outside, as in a mirror.
      data.fill(DataUtils.toHalfFloat(light([-x / far, y / far, z / far], spread)), pixel * 4, pixel * 4 + 3);
    }
    return { data, width: size, height: size };
  }) }));
  const texture = new CompressedCubeTexture(/** @type {any} */ (faces), /** @type {any} */ (RGBAFormat), HalfFloatType);
  texture.minFilter = LinearMipmapLinearFilter;
  texture.magFilter = LinearFilter;
  Object.assign(texture, { isPMREMTexture: true });
  texture.needsUpdate = true;
  return texture;
}

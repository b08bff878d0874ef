/**
 * What a mesh mirrors and is lit by, much as on the pipeline's posters: a bright sky, a darker ground, a window high in front and one at
 * the left. Without surroundings metal is black.
 */
import { DataTexture, EquirectangularReflectionMapping, FloatType } from 'three';
import { direction, dot } from '../../shared/projection.js';

const WIDE = 64;
const HIGH = 32;
/** Brightness, linear: 1 is white. */
const SKY = 0.62;
const GROUND = 0.12;
/** yaw and pitch in degrees as seen from the mesh with the viewer at yaw 180, brightness, and how wide: higher is narrower. */
const WINDOWS = [{ yaw: 145, pitch: 50, light: 7, narrow: 24 }, { yaw: -125, pitch: 12, light: 2.2, narrow: 12 }];

/** @returns {DataTexture} */
export function surroundings() {
  const pixels = new Float32Array(WIDE * HIGH * 4);
  for (let row = 0; row < HIGH; row++) {
    for (let column = 0; column < WIDE; column++) {
      // As three.js reads such a picture: lowest row first, +X in the middle.
      const pitch = ((row + 0.5) / HIGH - 0.5) * 180;
      const yaw = ((column + 0.5) / WIDE) * 360 - 90;
      const towards = direction(yaw, pitch);
      let light = GROUND + (SKY - GROUND) * (0.5 + pitch / 180);
      for (const window of WINDOWS) light += window.light * Math.max(dot(towards, direction(window.yaw, window.pitch)), 0) ** window.narrow;
      pixels.set([light, light, light, 1], (row * WIDE + column) * 4);
    }
  }
  const texture = new DataTexture(pixels, WIDE, HIGH, undefined, FloatType);
  texture.mapping = EquirectangularReflectionMapping;
  texture.needsUpdate = true;
  return texture;
}

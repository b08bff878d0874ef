/**
 * A 360° film as the backdrop sees it: the part of the sphere that it covers, per eye, with its poster for a picture. Pure.
 *
 * @typedef {import('../../shared/formats.js').Video} Video
 * @typedef {import('../../shared/formats.js').Panorama} Panorama
 */
import { FULL } from '../../shared/projection.js';

/** @param {Video} video width and height are those of a frame with both eyes @returns {Panorama} width and height are one eye's */
export function asPanorama({ stereo, coverage = FULL, width, height, poster }) {
  return {
    kind: 'panorama', projection: 'equirectangular', stereo, coverage, tiers: [], poster, preview: '',
    width: stereo === 'left-right' ? width / 2 : width,
    height: stereo === 'top-bottom' ? height / 2 : height,
  };
}

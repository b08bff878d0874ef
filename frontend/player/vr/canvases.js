/**
 * Canvases that become textures in VR, where the page's HTML is not visible: the same face, colours and icons.
 */
import { CanvasTexture, LinearFilter, SRGBColorSpace } from 'three';

export const FACE = '"Atkinson Hyperlegible Next Variable", sans-serif';
export const GLASS = 'rgba(20, 24, 31, 0.88)';
/** Dark glass that nothing shines through: a disc behind a button would look like a part of it. */
export const SHUT = 'rgb(20, 24, 31)';
export const LIGHT = '#eceae4';
export const ACCENT = '#0b5394';

/** @param {number} width @param {number} height pixels @returns {{ canvas: HTMLCanvasElement, context: CanvasRenderingContext2D, texture: CanvasTexture }} */
export function paintable(width, height) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const texture = new CanvasTexture(canvas);
  texture.colorSpace = SRGBColorSpace;
  texture.minFilter = LinearFilter;
  texture.generateMipmaps = false;
  return { canvas, context, texture };
}

/** A canvas draws with a face only once it is loaded. @returns {Promise<unknown>} */
export function faceLoaded() {
  return Promise.all([document.fonts.load(`400 40px ${FACE}`), document.fonts.load(`650 40px ${FACE}`)]).catch(() => undefined);
}

/** @param {string} address @returns {Promise<HTMLImageElement>} */
export async function drawing(address) {
  const image = new Image();
  image.src = address;
  await image.decode();
  return image;
}

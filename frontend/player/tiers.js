/**
 * Which whole pictures of a panorama to load, in which order. Pure.
 *
 * @typedef {import('../shared/formats.js').Tier} Tier
 * @typedef {import('../shared/formats.js').Stereo} Stereo
 */

/** In a headset without WebXR layers a wider picture cannot be seen; measured on a Quest 3. */
export const HEADSET_WIDTH = 4096;

/** What whoever asked the browser to save data gets. */
export const SAVING_WIDTH = 2048;

/** A tier this much narrower than asked still looks sharp; the next one costs four times the pixels. */
const TOLERANCE = 0.75;

/**
 * How wide a whole equirectangular picture must be, so that the middle of the screen gets one picture pixel a screen pixel.
 * In a rectilinear view the middle holds (width / 2) / tan(fov / 2) pixels a radian.
 * @param {number} fov horizontal, degrees
 * @param {number} width of the screen, device pixels
 * @returns {number} pixels for 360°
 */
export function neededWidth(fov, width) {
  return (Math.PI * width) / Math.tan((fov * Math.PI) / 360);
}

/**
 * @param {Tier[]} tiers
 * @param {number} needed pixels of the covered part
 * @param {number} maxTexture the longest side that the graphics card takes, pixels
 * @param {Stereo} [stereo] a stereo picture holds both eyes, so one of its sides is twice the tier's
 * @returns {Tier | null} the narrowest that pays, else the widest that fits; null where none fits
 */
export function chooseTier(tiers, needed, maxTexture, stereo = 'mono') {
  const fits = tiers
    .filter((t) => Math.max(stereo === 'left-right' ? t.width * 2 : t.width, stereo === 'top-bottom' ? t.height * 2 : t.height) <= maxTexture)
    .sort((a, b) => a.width - b.width);
  return fits.find((t) => t.width >= needed * TOLERANCE) ?? fits.at(-1) ?? null;
}

/**
 * The narrowest tier first, so that something sharp is there soon, then the one that pays.
 * @param {Tier[]} tiers @param {number} needed @param {number} maxTexture @param {Stereo} [stereo]
 * @returns {Tier[]} at most two
 */
export function tierSteps(tiers, needed, maxTexture, stereo = 'mono') {
  const goal = chooseTier(tiers, needed, maxTexture, stereo);
  const first = chooseTier(tiers, 0, maxTexture, stereo);
  if (!goal || !first) return [];
  return first.width < goal.width ? [first, goal] : [goal];
}

/**
 * Which whole pictures of a panorama to load, in which order. Pure.
 *
 * @typedef {import('../shared/formats.js').Tier} Tier
 * @typedef {import('../shared/formats.js').Stereo} Stereo
 * @typedef {import('../shared/formats.js').Asset} Asset
 * @typedef {import('../shared/formats.js').Ref} Ref
 */

/** In a headset without WebXR layers a wider picture cannot be seen; measured on a Quest 3. */
const HEADSET_WIDTH = 4096;

/** What whoever asked the browser to save data gets. */
const SAVING_WIDTH = 2048;

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
 * How wide a picture pays, for whoever looks at it.
 * @param {number} fov horizontal, degrees @param {number} width of the screen, device pixels
 * @param {{ headset: boolean, saving: boolean }} how headset: shown in one; saving: the browser is to save data
 * @returns {number} pixels for 360°
 */
export function wantedWidth(fov, width, { headset, saving }) {
  if (headset) return HEADSET_WIDTH;
  return saving ? SAVING_WIDTH : neededWidth(fov, width);
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

/** Where nothing can turn: the smallest of a panorama that is still a whole picture, then the poster. @param {Asset | null | undefined} asset @returns {Ref[]} the first that can be had is shown; none of a mesh */
export function flatPictures(asset) {
  if (!asset || asset.kind === 'mesh' || !('poster' in asset)) return [];
  const [narrowest] = asset.kind === 'panorama' ? asset.tiers.toSorted((a, b) => a.width - b.width) : [];
  return narrowest ? [narrowest.image, asset.poster] : [asset.poster];
}

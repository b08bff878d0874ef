/**
 * From a reference to a picture that can be painted.
 *
 * @typedef {import('../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('../shared/formats.js').Ref} Ref
 */

/** Bytes as they are: nothing is turned or converted that the graphics card would have to wait for. @type {ImageBitmapOptions} */
const AS_IT_IS = { colorSpaceConversion: 'none', premultiplyAlpha: 'none' };

/**
 * @param {ContentRoot} content @param {Ref} ref @param {AbortSignal} signal
 * @returns {Promise<ImageBitmap>} whoever gets it closes it
 * @throws {import('../shared/content.js').ContentError} when it cannot be had, DOMException when it is no picture or was given up
 */
export async function decoded(content, ref, signal) {
  const bitmap = await createImageBitmap(await content.blob(ref, signal), AS_IT_IS);
  if (!signal.aborted) return bitmap;
  bitmap.close();
  throw signal.reason;
}

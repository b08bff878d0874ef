/**
 * Answers for a content root what this device keeps of a room: then all of it comes from here, with a network or without.
 *
 * @typedef {import('../../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('../../shared/content.js').Holding} Holding
 */
import { filmAddress } from './names.js';
import { isKept } from './records.js';

/**
 * @param {ContentRoot} content @param {{ path: string }} ref of a manifest @param {string} scope of the worker, as the page names it
 * @returns {Promise<Holding | null>}
 */
export async function holding(content, ref, scope) {
  if (!(await isKept(content.base.href, ref.path))) return null;
  const home = new URL(scope, document.baseURI);
  // Where a browser fetches playlists by itself they may pass by the worker: such a one gets the film as one file.
  const own = document.createElement('video').canPlayType('application/vnd.apple.mpegurl') !== '';
  return { profile: 'headset', film: (index) => (own ? new URL(filmAddress(index), home).href : null) };
}

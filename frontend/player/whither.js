/**
 * Which room the page is to open: the page's own, the one that the address names, or none, and then the visitor chooses.
 *
 * @typedef {import('../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('../shared/formats.js').Ref} Ref
 * @typedef {import('./config.js').Config} Config
 * @typedef {import('./config.js').Asked} Asked
 * @typedef {import('./player.js').Place} Place
 */
import { ContentError } from '../shared/content.js';
import { idIn } from './addresses.js';

/**
 * @param {Config & Asked} config @param {string} pathname of the page @param {ContentRoot} content
 * @param {boolean} fromCache whether the page came from this device because the site could not be reached
 * @returns {Promise<Place | null>} null: no room is named
 * @throws {ContentError}
 */
export async function whither(config, pathname, content, fromCache) {
  if (config.manifest) return { manifest: config.manifest, poster: config.poster };
  if (config.kept || pathname === config.kept_url) return null;
  const id = config.room ?? idIn(config.play_url, pathname);
  if (!id) return null;
  if (fromCache) {
    const held = await keptRoom(content, id);
    if (held) return held;
  }
  try {
    const found = (await content.rooms()).find(({ room }) => room.id === id);
    if (found) return { manifest: found.room.manifest, poster: found.room.poster };
  } catch (error) {
    const held = await keptRoom(content, id);
    if (held) return held;
    throw error;
  }
  throw new ContentError('absent', id);
}

/** @param {ContentRoot} content @param {string} id */
async function keptRoom(content, id) {
  if (!navigator.serviceWorker?.controller) return null;
  const { recordOf } = await import('./offline/records.js');
  const { whole } = (await recordOf(content.base.href, id)) ?? {};
  return whole ? { manifest: whole.manifest, poster: whole.poster, kept: true } : null;
}

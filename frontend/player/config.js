/**
 * What the page tells the player: <script type="application/json" id="player-config">, and what the address may override.
 *
 * @typedef {import('../shared/formats.js').Ref} Ref
 * @typedef {object} Config
 * @property {string} content_url base of the content root
 * @property {{ path: string, sha256?: string } | null} manifest the room's manifest; null when the page knows none
 * @property {string} locale
 * @property {number} [release] number of the release that the page was made from
 * @property {Ref} [poster] shown when the manifest cannot be had
 * @property {string} [play_url] address of another room's page, with {id} in it; absent: rooms are named by ?manifest=
 * @property {string} [index_url] where the list of rooms is
 */
import { blobPath } from '../shared/integrity.js';

/** ?manifest= named something that is no blob below the content root. */
export class RefusedAddress extends Error {}

/**
 * @param {string} json @param {string} search the page's query string
 * @returns {Config & { scene: string | null }}
 */
export function readConfig(json, search) {
  /** @type {Config} */
  const config = JSON.parse(json);
  const query = new URLSearchParams(search);
  const wanted = query.get('manifest');
  const locale = query.get('locale') ?? config.locale;
  if (wanted === null) return { ...config, locale, scene: query.get('scene') };
  const blob = blobPath(wanted);
  if (!blob || !wanted.endsWith('.json')) throw new RefusedAddress(wanted);
  return { ...config, locale, manifest: blob, scene: query.get('scene') };
}

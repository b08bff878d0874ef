/**
 * What the page tells the player: <script type="application/json" id="player-config">, and what the address may override.
 *
 * @typedef {import('../shared/formats.js').Ref} Ref
 * @typedef {object} Config
 * @property {string} content_url base of the content root
 * @property {{ path: string, sha256?: string } | null} manifest the room's manifest; null when the page knows none
 * @property {string} locale '' for the browser's own
 * @property {number} [release] number of the release that the page was made from
 * @property {Ref} [poster] shown when the manifest cannot be had
 * @property {string} [play_url] address of another room's page, with {id} in it; absent: rooms are named by ?manifest=
 * @property {string} [index_url] where the list of rooms is
 * @property {string} [kept_url] where the list of kept rooms is
 * @property {string[]} [origins] hosts whose content roots ?content= may name
 * @property {boolean} [synced] whether the content root may be a folder that a sync keeps
 * @property {import('./offline/service.js').WorkerConfig} [worker] absent: rooms cannot be kept
 * @property {Config} [home] what the page itself says, whatever the address adds; absent: this is it
 *
 * @typedef {object} Asked what the address adds
 * @property {string | null} scene id
 * @property {string | null} room id
 * @property {boolean} elsewhere whether the content root is another than the page's own
 * @property {boolean} kept whether the kept rooms are asked for
 * @property {Config} home
 */
import { blobPath } from '../shared/integrity.js';
import { spoken } from './spoken.js';

/** The address named something that this player does not open: a manifest that is no blob of the root, a content root of a strange host. */
export class RefusedAddress extends Error {
  /** @param {'manifest' | 'content'} what @param {string} address */
  constructor(what, address) {
    super(`${what}: ${address}`);
    this.name = 'RefusedAddress';
    this.what = what;
  }
}

/**
 * @param {string} json @param {string} search the page's query string
 * @param {string} [language] the browser's, for a page that has none of its own
 * @returns {Config & Asked}
 * @throws {RefusedAddress}
 */
export function readConfig(json, search, language = 'nl') {
  /** @type {Config} */
  const page = JSON.parse(json);
  const query = new URLSearchParams(search);
  const locale = query.get('locale') ?? (page.locale || spoken(language));
  const asked = { ...page, locale, scene: query.get('scene'), room: query.get('room'), elsewhere: false, kept: query.has('kept'), home: page };
  const root = query.get('content');
  if (root !== null) Object.assign(asked, elsewhere(root, page));
  const manifest = query.get('manifest');
  if (manifest === null) return asked;
  const blob = blobPath(manifest);
  if (!blob || !manifest.endsWith('.json')) throw new RefusedAddress('manifest', manifest);
  return { ...asked, manifest: blob };
}

/** @param {string} root @param {Config} page @returns {Partial<Config & Asked>} what another content root changes */
function elsewhere(root, page) {
  const url = URL.canParse(root) ? new URL(root) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || !page.origins?.includes(url.origin)) throw new RefusedAddress('content', root);
  // Nothing that the page knows of its own root holds there.
  return { content_url: url.origin + url.pathname, manifest: null, poster: undefined, play_url: undefined, release: undefined, synced: true, elsewhere: true };
}

/**
 * The first pictures of the scenes that lie next, fetched and decoded before anybody goes there.
 *
 * @typedef {import('../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('../shared/formats.js').Panorama} Panorama
 * @typedef {import('../shared/formats.js').TileIndex} TileIndex
 * @typedef {import('../shared/formats.js').Tier} Tier
 * @typedef {import('./tiles/pyramid.js').Level} Level
 *
 * @typedef {object} Ready
 * @property {Level[]} levels of the tiles, empty where there are none
 * @property {Map<string, ImageBitmap>} tiles of the coarsest level, by key
 * @property {{ bitmap: ImageBitmap, width: number } | null} tier of an asset without tiles
 */
import { decoded } from './pictures.js';
import { tierSteps } from './tiers.js';
import { levelsOf } from './tiles/pyramid.js';

/** Scenes; a tier is 8 MB of memory, six coarsest tiles 2 to 6. */
const MOST = 4;

export class Ahead {
  /** @param {ContentRoot} content @param {number} maxTexture pixels */
  constructor(content, maxTexture) {
    this.content = content;
    this.maxTexture = maxTexture;
    /** @type {Map<Panorama, { control: AbortController, ready: Promise<Ready>, now: Ready | null }>} */
    this.known = new Map();
  }

  /** From now on these lie next; what is held of others is let go. @param {Panorama[]} assets */
  expect(assets) {
    const next = new Set(assets.slice(0, MOST));
    for (const asset of this.known.keys()) if (!next.has(asset)) this.drop(asset);
    for (const asset of next) {
      if (this.known.has(asset)) continue;
      const control = new AbortController();
      const entry = { control, ready: this.prepare(asset, control.signal), now: /** @type {Ready | null} */ (null) };
      this.known.set(asset, entry);
      entry.ready.then((ready) => {
        if (control.signal.aborted) release(ready);
        else entry.now = ready;
      }, () => {
        if (this.known.get(asset) === entry) this.known.delete(asset);      // it is asked for again when it is needed, and then told
      });
    }
  }

  /** Whether the first picture of an asset can be shown at once. @param {unknown} asset */
  holds(asset) {
    return Boolean(this.known.get(/** @type {Panorama} */ (asset))?.now);
  }

  /** What is there of an asset now; it belongs to the caller. @param {Panorama} asset @returns {Ready | null} */
  take(asset) {
    const entry = this.known.get(asset);
    if (!entry) return null;
    const { now } = entry;
    entry.now = null;
    this.drop(asset);
    return now;
  }

  /** @param {Panorama} asset */
  drop(asset) {
    const entry = this.known.get(asset);
    this.known.delete(asset);
    if (!entry) return;
    entry.control.abort();
    if (entry.now) release(entry.now);
  }

  /** @param {Panorama} asset @param {AbortSignal} signal @returns {Promise<Ready>} */
  async prepare(asset, signal) {
    if (asset.tiles) {
      const levels = await tileLevels(this.content, asset, signal);
      /** @type {Ready} */
      const ready = { levels, tiles: new Map(), tier: null };
      await Promise.all((levels[0]?.tiles ?? []).map(async ({ key, ref }) => {
        const bitmap = await decoded(this.content, ref, signal).catch(() => null);
        if (bitmap) ready.tiles.set(key, bitmap);
      }));
      return ready;
    }
    const [tier] = tierSteps(asset.tiers, 0, this.maxTexture, asset.stereo);
    return { levels: [], tiles: new Map(), tier: tier ? { bitmap: await decoded(this.content, tier.image, signal), width: tier.width } : null };
  }
}

/**
 * @param {ContentRoot} content @param {Panorama} asset @param {AbortSignal} signal
 * @returns {Promise<Level[]>} of the left eye; empty where the asset has no tiles
 * @throws {Error} when the index cannot be had or is none
 */
export async function tileLevels(content, asset, signal) {
  if (!asset.tiles) return [];
  /** @type {TileIndex} */
  const index = await (await content.fetch(asset.tiles.index, signal)).json();
  return levelsOf(index, asset.tiles);
}

/** @param {Ready} ready */
function release(ready) {
  for (const bitmap of ready.tiles.values()) bitmap.close();
  ready.tier?.bitmap.close();
}

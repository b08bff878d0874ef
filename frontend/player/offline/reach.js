/**
 * Whether the first picture of a scene can be had, asked before the scene at hand is left.
 *
 * @typedef {import('../../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('../../shared/formats.js').Asset} Asset
 */
import { ContentError } from '../../shared/content.js';

/** A network that is away says so at once; one that is slow gets its way, with the preview meanwhile, ms. */
const PATIENCE = 400;

/**
 * @param {ContentRoot} content @param {Asset | undefined} asset
 * @returns {Promise<boolean>} false where the network is away, so that one had better stay
 */
export async function withinReach(content, asset) {
  if (!asset || !('poster' in asset) || !asset.poster) return true;
  // A picture that was loaded ahead lies in the browser's cache, network or not.
  const tiles = 'tiles' in asset ? asset.tiles : undefined;
  const refs = [...(tiles ? [tiles.index] : 'tiers' in asset ? asset.tiers.map(({ image }) => image).slice(0, 1) : []), asset.poster];
  const away = (async () => {
    for (const ref of refs) {
      const failed = await content.blob(ref).then(() => false, (error) => error instanceof ContentError && error.reason === 'unreachable');
      if (!failed) return false;
    }
    return true;
  })();
  return !(await Promise.race([away, new Promise((resolve) => setTimeout(resolve, PATIENCE, false))]));
}

/**
 * What a profile holds of a room: the manifest with only that in it, and the blobs that it leads to. Pure.
 *
 * The table stands in docs/formats.md (Profiles); vr_rooms/format/profiles.py counts by the same one, and both are tested with
 * the same case.
 *
 * @typedef {import('./formats.js').Manifest} Manifest
 * @typedef {import('./formats.js').Asset} Asset
 * @typedef {import('./formats.js').Video} Video
 * @typedef {import('./formats.js').Hls} Hls
 * @typedef {import('./formats.js').Ref} Ref
 * @typedef {import('./formats.js').VideoIndex} VideoIndex
 * @typedef {'web' | 'headset' | 'headset-hq'} Profile
 */
import { blobAddress } from './integrity.js';

/** @type {Record<Profile, number[]>} */
const TIER_WIDTHS = { web: [2048], headset: [4096], 'headset-hq': [8192, 4096] };
const FLAT_SHORT_SIDE = { headset: 720, 'headset-hq': 1080 };
const TRIANGLES = { headset: 15000, 'headset-hq': 50000 };
const WIDEST_360 = 3840;

/**
 * @template T
 * @param {T[]} items @param {(item: T) => number} size @param {number} limit
 * @returns {T[]} the largest item of at most `limit`, else the smallest there is; empty when there are none
 */
export function atMost(items, size, limit) {
  const below = items.filter((item) => size(item) <= limit);
  const [first, ...others] = below.length ? below : items;
  if (first === undefined) return [];
  const better = below.length ? (/** @type {T} */ a, /** @type {T} */ b) => size(a) > size(b) : (/** @type {T} */ a, /** @type {T} */ b) => size(a) < size(b);
  return [others.reduce((best, other) => (better(other, best) ? other : best), first)];
}

/**
 * The same room with nothing in it that the profile does not hold: other tiers, tiles, sizes of a film, details of a mesh.
 * A film's master names what is not there, so its one playlist takes the master's place.
 * @param {Manifest} manifest @param {Profile} profile @returns {Manifest}
 */
export function narrowed(manifest, profile) {
  const assets = Object.fromEntries(Object.entries(manifest.assets).map(([id, asset]) => [id, narrowedAsset(asset, profile)]));
  return { ...manifest, assets };
}

/** @param {Asset} asset @param {Profile} profile @returns {Asset} */
function narrowedAsset(asset, profile) {
  if (asset.kind === 'panorama') {
    const tiers = [...new Set(TIER_WIDTHS[profile].flatMap((width) => atMost(asset.tiers, (tier) => tier.width, width)))];
    const { tiles, ...rest } = asset;
    return { ...rest, tiers, ...(tiles && profile === 'web' ? { tiles } : {}) };
  }
  if (profile === 'web') return asset;
  if (asset.kind === 'video') return { ...asset, hls: asset.hls.map((version) => narrowedVersion(asset, version, profile)) };
  if (asset.kind === 'mesh') return { ...asset, lods: atMost(asset.lods, (lod) => lod.triangles, TRIANGLES[profile]) };
  return asset;
}

/** @param {Video} video @param {Hls} version @param {'headset' | 'headset-hq'} profile @returns {Hls} */
function narrowedVersion(video, version, profile) {
  const variants = video.projection === 'equirectangular'
    ? atMost(version.variants, ({ width }) => width, WIDEST_360)
    : atMost(version.variants, ({ width, height }) => Math.min(width, height), FLAT_SHORT_SIDE[profile]);
  return { ...version, variants, master: variants[0]?.playlist ?? version.master };
}

/** @param {Manifest} manifest narrowed to "headset" @returns {Ref[]} the index blobs that must be read before the list of blobs is known */
export function filmIndexes(manifest) {
  return Object.values(manifest.assets).flatMap((asset) => (asset.kind === 'video' ? asset.hls.flatMap(({ variants }) => variants.map(({ index }) => index)) : []));
}

/**
 * @param {Manifest} manifest narrowed to "headset"; the manifest itself is not in the list
 * @param {Record<string, VideoIndex>} indexes sha256 of an index blob -> the index in it
 * @returns {Map<string, number>} path below the content root -> bytes, each once
 */
export function headsetBlobs(manifest, indexes) {
  /** @type {Map<string, number>} */
  const blobs = new Map();
  const add = (/** @type {(Ref | undefined)[]} */ ...refs) => {
    for (const ref of refs) if (ref) blobs.set(ref.path, ref.size);
  };
  add(manifest.lesson?.sheet);
  for (const asset of Object.values(manifest.assets)) {
    if (asset.kind === 'panorama') add(asset.poster, ...asset.tiers.map(({ image }) => image));
    else if (asset.kind === 'image') add(...asset.tiers.map(({ image }) => image));
    else if (asset.kind === 'mesh') add(asset.poster, ...asset.lods.map(({ glb }) => glb));
    else if (asset.kind === 'audio') add(asset.audio, ...asset.captions.map(({ vtt }) => vtt));
    else if (asset.kind === 'document') add(asset.file);
    else if (asset.kind === 'video') {
      add(asset.poster, asset.chapters, asset.storyboard?.image, asset.storyboard?.vtt, ...asset.captions.map(({ vtt }) => vtt));
      for (const { playlist, index } of asset.hls.flatMap(({ variants }) => variants)) {
        const listed = indexes[index.sha256];
        if (!listed) throw new TypeError(`the index ${index.path} was not handed in`);
        add(playlist, index, listed.init, listed.sidx);
        for (const [sha256, size] of listed.segments) blobs.set(blobAddress(sha256, 'm4s'), size);
      }
    }
  }
  return blobs;
}

/** @param {Manifest} manifest narrowed, but not to "web" @returns {[path: string, index: string][]} the playlist of each film, and the digest of its index */
export function filmAliases(manifest) {
  return Object.values(manifest.assets).flatMap((asset) => (asset.kind === 'video'
    ? asset.hls.flatMap(({ variants }) => variants.map(({ playlist, index }) => /** @type {[string, string]} */ ([playlist.path, index.sha256]))) : []));
}

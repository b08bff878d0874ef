/**
 * What is kept on this device: one record a room, written before its blobs (wanted) and again when all of them are there (whole).
 *
 * A copy counts as whole only while every blob of it lies in the cache, so nothing half counts as kept, whatever was cut short.
 *
 * @typedef {import('../../shared/formats.js').Ref} Ref
 * @typedef {import('../../shared/formats.js').Text} Text
 *
 * @typedef {object} Copy
 * @property {{ path: string, sha256: string }} manifest
 * @property {Ref | null} poster
 * @property {Record<string, number>} blobs path below the content root -> bytes, the manifest among them
 *
 * @typedef {object} Kept
 * @property {string} content address of the content root @property {string} id @property {Text} title @property {Text} summary
 * @property {Copy | null} whole @property {Copy | null} wanted
 */
import { BLOBS, blobIn, blobKey, mediaType, ROOMS, roomKey } from './names.js';

const TRIAL = 'kijkkamer-trial';

/** @returns {boolean} whether this browser keeps anything, here: plain http has neither caches nor a worker */
export function canKeep() {
  return window.isSecureContext && 'caches' in window && 'serviceWorker' in navigator;
}

/** @returns {Promise<Set<string>>} paths of all blobs in the cache */
export async function keptBlobs() {
  if (!(await caches.has(BLOBS))) return new Set();
  const keys = await (await caches.open(BLOBS)).keys();
  return new Set(keys.map(({ url }) => blobIn(new URL(url).pathname)).filter((path) => path !== null));
}

/** @param {Copy} copy @param {Set<string>} held @returns {boolean} */
export function isWhole(copy, held) {
  return Object.keys(copy.blobs).every((path) => held.has(path));
}

/** @param {Copy} copy @returns {number} bytes */
export function bytesOf(copy) {
  return Object.values(copy.blobs).reduce((sum, size) => sum + size, 0);
}

/** @returns {Promise<Kept[]>} in the order in which they were kept; a copy of which a blob was lost is wanted again */
export async function records() {
  if (!canKeep() || !(await caches.has(ROOMS))) return [];
  const cache = await caches.open(ROOMS);
  const held = await keptBlobs();
  /** @type {Kept[]} */
  const found = [];
  for (const key of await cache.keys()) {
    /** @type {Kept | undefined} */
    const record = await (await cache.match(key))?.json();
    if (!record) continue;
    if (record.whole && !isWhole(record.whole, held)) {
      record.wanted ??= record.whole;
      record.whole = null;
    }
    found.push(record);
  }
  return found;
}

/** @param {string} content @param {string} id of a room @returns {Promise<Kept | undefined>} */
export async function recordOf(content, id) {
  return (await records()).find((record) => record.content === content && record.id === id);
}

/** @param {string} content @param {string} path of a manifest @returns {Promise<boolean>} whether this very manifest is kept, whole */
export async function isKept(content, path) {
  return (await records()).some(({ content: root, whole }) => root === content && whole?.manifest.path === path);
}

/** @param {Kept} record */
export async function write(record) {
  await (await caches.open(ROOMS)).put(roomKey(record.content, record.id), new Response(JSON.stringify(record), { headers: { 'Content-Type': 'application/json' } }));
}

/** @param {string} path @param {Blob} blob whose digest was checked */
export async function putBlob(path, blob) {
  await (await caches.open(BLOBS)).put(blobKey(path), new Response(blob, { headers: { 'Content-Type': mediaType(path), 'Content-Length': String(blob.size) } }));
}

/** Takes a room off this device, and every blob that no other record names. @param {Kept} record */
export async function remove(record) {
  await (await caches.open(ROOMS)).delete(roomKey(record.content, record.id));
  await tidy();
}

/** Deletes the blobs that no record names. */
export async function tidy() {
  const named = new Set((await records()).flatMap(({ whole, wanted }) => [whole, wanted].flatMap((copy) => (copy ? Object.keys(copy.blobs) : []))));
  const held = await keptBlobs();
  if (held.size === 0) return;
  const cache = await caches.open(BLOBS);
  await Promise.all([...held].filter((path) => !named.has(path)).map((path) => cache.delete(blobKey(path))));
}

/** @returns {Promise<{ used: number, free: number } | null>} bytes, as the browser reckons; null where it does not tell */
export async function space() {
  const { usage, quota } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
  return usage === undefined || quota === undefined ? null : { used: usage, free: Math.max(quota - usage, 0) };
}

/** @param {unknown} error @returns {boolean} whether a browser says that there is no more room */
export function isFull(error) {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

/** @param {number} bytes @returns {Promise<boolean>} whether so much can be put into a cache now; tried, for nothing else tells */
export async function fits(bytes) {
  try {
    await (await caches.open(TRIAL)).put('/trial', new Response(new Uint8Array(bytes)));
    return true;
  } catch (error) {
    return !isFull(error);
  } finally {
    await caches.delete(TRIAL);
  }
}

/**
 * Keeps a room on this device: reads what it needs, fetches what is missing, verifies each blob, and only then calls it kept.
 *
 * @typedef {import('../../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('../../shared/formats.js').Manifest} Manifest
 * @typedef {import('./records.js').Kept} Kept
 * @typedef {import('./records.js').Copy} Copy
 * @typedef {(done: number, total: number) => void} Progress bytes
 */
import { ContentError } from '../../shared/content.js';
import { blobPath } from '../../shared/integrity.js';
import { keepLists } from './lists.js';
import { filmIndexes, headsetBlobs, narrowed } from '../../shared/profile.js';
import { bytesOf, isWhole, keptBlobs, putBlob, recordOf, space, tidy, write } from './records.js';

/** Requests at once; more make a slow line no faster. */
const AT_ONCE = 4;

/** Only one tab fetches; the lock ends with the tab. */
const LOCK = 'kijkkamer-keep';

/** The device has no room for it. */
export class NoSpace extends Error {
  /** @param {number} needed bytes @param {number | null} free bytes, null where the browser does not tell */
  constructor(needed, free) {
    super(`no space: ${needed} bytes needed, ${free} free`);
    this.name = 'NoSpace';
    this.needed = needed;
    this.free = free;
  }
}

/**
 * What a room needs on this device, noted down so that a closed tab can go on later.
 * @param {ContentRoot} content @param {{ path: string, sha256: string }} ref of the manifest @param {AbortSignal} signal
 * @returns {Promise<Kept>}
 */
export async function want(content, ref, signal) {
  const answer = await content.fetch(ref, signal);
  const bytes = await answer.blob();
  /** @type {Manifest} */
  const manifest = JSON.parse(await bytes.text());
  const small = narrowed(manifest, 'headset');
  const indexes = Object.fromEntries(await Promise.all(filmIndexes(small).map(async (index) => /** @type {const} */ ([index.sha256, await content.json(index)]))));
  const blobs = Object.fromEntries(headsetBlobs(small, indexes));
  blobs[ref.path] = bytes.size;
  const poster = (await content.rooms().catch(() => [])).find(({ room }) => room.id === manifest.id)?.room.poster ?? null;      // for the list of what is kept
  if (poster) blobs[poster.path] = poster.size;
  const before = await recordOf(content.base.href, manifest.id);
  const record = { content: content.base.href, id: manifest.id, title: manifest.title, summary: manifest.summary, whole: before?.whole ?? null, wanted: { manifest: { path: ref.path, sha256: ref.sha256 }, poster, blobs } };
  await write(record);
  await putBlob(ref.path, bytes);
  return record;
}

/**
 * Fetches what a record still misses. Ends when the room is whole.
 * @param {ContentRoot} content @param {Kept} record @param {AbortSignal} signal @param {Progress} progress
 * @returns {Promise<Kept>}
 * @throws {NoSpace | ContentError | DOMException} what is there stays, for the next try
 */
export async function fill(content, record, signal, progress) {
  return navigator.locks.request(LOCK, { signal }, async () => {
    const copy = record.wanted;
    if (!copy) return record;
    const held = await keptBlobs();
    const total = bytesOf(copy);
    const missing = Object.entries(copy.blobs).filter(([path]) => !held.has(path));
    const needed = missing.reduce((sum, [, size]) => sum + size, 0);
    let done = total - needed;
    progress(done, total);
    const room = await space();
    if (room && room.free < needed) throw new NoSpace(needed, room.free);
    await navigator.storage?.persist?.().catch(() => false);
    await keepLists(content);
    const stop = new AbortController();
    const both = AbortSignal.any([signal, stop.signal]);
    const queue = missing.toSorted(([, a], [, b]) => a - b);
    const fetchNext = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const [path, size] = next;
        await fetchBlob(content, path, both);
        progress((done += size), total);
      }
    };
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, fetchNext));
    } catch (error) {
      stop.abort();
      throw error;
    }
    return finish(record, copy);
  });
}

/** @param {ContentRoot} content @param {string} path @param {AbortSignal} signal */
async function fetchBlob(content, path, signal) {
  const ref = blobPath(path);
  if (!ref) throw new ContentError('unreadable', path);
  await putBlob(path, await (await content.fetch(ref, signal)).blob());      // the browser gives no byte of it before the digest is right
}

/** @param {Kept} record @param {Copy} copy @returns {Promise<Kept>} */
async function finish(record, copy) {
  if (!isWhole(copy, await keptBlobs())) throw new ContentError('unreadable', copy.manifest.path);
  const whole = { ...record, whole: copy, wanted: null };
  await write(whole);
  await tidy();
  return whole;
}

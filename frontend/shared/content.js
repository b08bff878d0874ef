/**
 * Reads a content root over HTTP: blobs by reference, each checked by the browser against its digest, and the way
 * from the signed metadata (or a synced folder's active.json) down to the sector documents and rooms.
 *
 * @typedef {import('./formats.js').Ref} Ref
 * @typedef {import('./formats.js').Manifest} Manifest
 * @typedef {import('./formats.js').SectorDocument} SectorDocument
 * @typedef {import('./profile.js').Profile} Profile
 * @typedef {import('./content_error.js').Reason} Reason
 * @typedef {import('./trail.js').Walk} Walk
 *
 * @typedef {object} Holding what is at hand of a room, where that is not all of it
 * @property {Profile} profile
 * @property {(index: string) => string | null} film digest of a film's index -> address where the film is one file
 */
import { reading, taken } from './begun.js';
import { ContentError } from './content_error.js';
import { filmAliases, narrowed } from './profile.js';
import { isNewer, roomsOf, walkDown } from './trail.js';

export { ContentError };

export class ContentRoot {
  /**
   * @param {string} base absolute or relative to the page, with or without a slash at its end
   * @param {{ synced?: boolean }} [options] synced: it may be a folder that a sync keeps, whose active.json says which release is whole
   */
  constructor(base, { synced = false } = {}) {
    this.base = new URL(base.endsWith('/') ? base : `${base}/`, document.baseURI);
    this.synced = synced;
    /** @type {Promise<Walk> | undefined} */
    this.walkOnce = undefined;
    /** Documents on their way, by path. @type {Map<string, Promise<Response>>} */
    this.expected = new Map();
    /** Asked before a room is read: what this device keeps of it. @type {(ref: { path: string }) => Promise<Holding | null>} */
    this.holding = async () => null;
    /** Playlists of kept films -> where the film is one file. @type {Map<string, string>} */
    this.aliases = new Map();
  }

  /** @param {string} path relative to the content root */
  url(path) {
    return this.aliases.get(path) ?? new URL(path, this.base).href;
  }

  /**
   * @param {{ path: string, sha256?: string }} ref without a digest nothing is checked (metadata only)
   * @param {AbortSignal} [signal]
   * @returns {Promise<Response>} an answer with status 200 whose bytes have the digest
   */
  async fetch(ref, signal) {
    const url = this.url(ref.path);
    const ask = (/** @type {RequestCache} */ cache) => fetch(url, { ...reading(ref.sha256 ?? ''), cache, ...(signal ? { signal } : {}) });
    /** @type {Response} */
    let response;
    try {
      response = await taken(url)?.catch(() => null) ?? await ask(ref.sha256 ? 'default' : 'no-cache');
    } catch (error) {
      if (signal?.aborted) throw error;
      const reason = await this.diagnose(url);
      // The server is there: then a copy on the way (the browser's, a school's, a kept one) may be what is wrong.
      const again = reason === 'damaged' && ref.sha256 ? await ask('reload').catch(() => null) : null;
      if (signal?.aborted) throw error;
      if (!again) throw new ContentError(reason, ref.path);
      response = again;
    }
    if (!response.ok) throw new ContentError(response.status === 404 ? 'absent' : 'unreachable', ref.path);
    return response;
  }

  /**
   * The browser tells a wrong digest and a lost network apart only in its console; people need to know which.
   * @param {string} url
   * @returns {Promise<Reason>}
   */
  async diagnose(url) {
    try {
      const response = await fetch(url, { method: 'HEAD', mode: 'cors', credentials: 'omit', cache: 'no-store' });
      return response.ok ? 'damaged' : response.status === 404 ? 'absent' : 'unreachable';
    } catch {
      return 'unreachable';
    }
  }

  /** Begins to fetch a document that will be asked for. @param {{ path: string, sha256?: string }} ref */
  expect(ref) {
    const coming = this.fetch(ref);
    coming.catch(() => undefined);        // whoever asks for it is told
    this.expected.set(ref.path, coming);
  }

  /** @param {{ path: string, sha256?: string }} ref @returns {Promise<any>} */
  async json(ref) {
    const coming = this.expected.get(ref.path);
    this.expected.delete(ref.path);
    const response = await (coming ?? this.fetch(ref));
    try {
      return await response.json();
    } catch {
      throw new ContentError('unreadable', ref.path);
    }
  }

  /** @param {Ref} ref @param {AbortSignal} [signal] @returns {Promise<Blob>} */
  async blob(ref, signal) {
    return (await this.fetch(ref, signal)).blob();
  }

  /**
   * A room's manifest, narrowed to what is at hand of the room.
   * @param {{ path: string, sha256?: string }} ref @returns {Promise<any>} whatever stands there; room.js tells whether it is a manifest
   * @throws {ContentError} `newer` where only a newer player can read it
   */
  async room(ref) {
    const document = await this.json(ref);
    if (isNewer(document)) throw new ContentError('newer', ref.path);
    this.aliases = new Map();
    if (typeof document?.assets !== 'object' || document.assets === null) return document;
    const held = await this.holding(ref);
    const profile = held?.profile ?? (this.synced ? (await this.walk().catch(() => null))?.active?.active.profile : undefined);
    if (!profile) return document;
    const small = narrowed(/** @type {Manifest} */ (document), profile);
    if (held) for (const [path, index] of filmAliases(small)) this.alias(path, held.film(index));
    return small;
  }

  /** @param {string} path @param {string | null} address */
  alias(path, address) {
    if (address) this.aliases.set(path, address);
  }

  /** The way down, walked once a page; after a failure the next question tries again. @returns {Promise<Walk>} */
  walk() {
    this.walkOnce ??= walkDown(this).catch((error) => {
      this.walkOnce = undefined;      // the next question may find the network back
      throw error instanceof ContentError ? error : new ContentError('unreadable', 'metadata/timestamp.json');
    });
    return this.walkOnce;
  }

  /** All sector documents of the current release, read once per page. @returns {Promise<SectorDocument[]>} */
  async sectors() {
    return (await this.walk()).sectors;
  }

  /** The rooms that can be opened here, each once, with the sectors that show it. @returns {Promise<import('./trail.js').ListedRoom[]>} */
  async rooms() {
    return roomsOf(await this.walk());
  }
}

/**
 * Reads a content root over HTTP: blobs by reference, each checked by the browser against its digest, and the way
 * from the signed metadata down to the sector documents.
 *
 * @typedef {import('./formats.js').Ref} Ref
 * @typedef {import('./formats.js').Catalog} Catalog
 * @typedef {import('./formats.js').SectorDocument} SectorDocument
 * @typedef {'absent' | 'damaged' | 'unreachable' | 'unreadable'} Reason
 */
import { integrity } from './integrity.js';

/** A blob or document that could not be had. `reason` picks the sentence for people. */
export class ContentError extends Error {
  /** @param {Reason} reason @param {string} path relative to the content root */
  constructor(reason, path) {
    super(`${reason}: ${path}`);
    this.name = 'ContentError';
    this.reason = reason;
    this.path = path;
  }
}

export class ContentRoot {
  /** @param {string} base absolute or relative to the page, with or without a slash at its end */
  constructor(base) {
    this.base = new URL(base.endsWith('/') ? base : `${base}/`, document.baseURI);
    /** @type {Promise<SectorDocument[]> | undefined} */
    this.sectorsOnce = undefined;
  }

  /** @param {string} path relative to the content root */
  url(path) {
    return new URL(path, this.base).href;
  }

  /**
   * @param {{ path: string, sha256?: string }} ref without a digest nothing is checked (metadata only)
   * @param {AbortSignal} [signal]
   * @returns {Promise<Response>} an answer with status 200 whose bytes have the digest
   */
  async fetch(ref, signal) {
    const url = this.url(ref.path);
    /** @type {Response} */
    let response;
    try {
      response = await fetch(url, {
        mode: 'cors',
        credentials: 'omit',
        ...(ref.sha256 ? { integrity: integrity(ref.sha256) } : { cache: 'no-cache' }),
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new ContentError(await this.diagnose(url), ref.path);
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

  /** @param {{ path: string, sha256?: string }} ref @returns {Promise<any>} */
  async json(ref) {
    const response = await this.fetch(ref);
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
   * timestamp -> snapshot -> targets -> catalog. Trust is the connection's; signatures are the sync client's work.
   * @returns {Promise<Catalog>}
   */
  async catalog() {
    const timestamp = await this.json({ path: 'metadata/timestamp.json' });
    const snapshot = await this.json({ path: `metadata/${timestamp.signed.meta['snapshot.json'].version}.snapshot.json` });
    const targets = await this.json({ path: `metadata/${snapshot.signed.meta['targets.json'].version}.targets.json` });
    const { sha256 } = targets.signed.targets['catalog.json'].hashes;
    return this.json({ path: `targets/${sha256}.catalog.json`, sha256 });
  }

  /** All sector documents of the current release, read once per page. @returns {Promise<SectorDocument[]>} */
  sectors() {
    this.sectorsOnce ??= this.catalog()
      .then((catalog) => Promise.all(catalog.sectors.map((sector) => this.json(sector.document))))
      .catch((error) => {
        this.sectorsOnce = undefined;      // the next question may find the network back
        throw error instanceof ContentError ? error : new ContentError('unreadable', 'metadata/timestamp.json');
      });
    return this.sectorsOnce;
  }
}

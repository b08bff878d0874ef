/**
 * Keeping as the page sees it: which room is being kept, how far it is, why it stopped; goes on when the network is back.
 *
 * @typedef {import('../../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('../../shared/formats.js').Text} Text
 * @typedef {import('./records.js').Kept} Kept
 * @typedef {import('./service.js').WorkerConfig} WorkerConfig
 */
import { ContentError } from '../../shared/content.js';
import { fill, NoSpace, want } from './keeper.js';
import { fits, isFull, records, remove, space } from './records.js';
import { startWorker, stopWorker } from './service.js';
import { amount, tell } from './words.js';

/** What the player itself takes, roughly, bytes. */
const PLAYER = 3e6;

export class Keeping {
  /** @param {ContentRoot} content @param {WorkerConfig} worker */
  constructor(content, worker) {
    this.content = content;
    this.worker = worker;
    /** The room that is being kept, and how far it is, bytes. @type {{ id: string, title: Text, done: number, total: number } | null} */
    this.busy = null;
    /** Why the last one stopped. @type {{ id: string, error: unknown } | null} */
    this.trouble = null;
    /** Told of every change; `true` when more changed than the number of bytes. @type {Set<(much: boolean) => void>} */
    this.followers = new Set();
    this.stopping = new AbortController();
    window.addEventListener('online', () => void this.resume());
  }

  /** @param {boolean} much */
  changed(much) {
    for (const follower of this.followers) follower(much);
  }

  /**
   * @param {{ id: string, title: Text }} room @param {(signal: AbortSignal) => Promise<Kept>} noted what the room needs
   * @returns {Promise<Kept | null>} null where it stopped; `trouble` then says why
   */
  async run({ id, title }, noted) {
    if (this.busy) return null;
    this.stopping = new AbortController();
    const { signal } = this.stopping;
    const busy = this.busy = { id, title, done: 0, total: 0 };
    this.trouble = null;
    this.changed(true);
    let shown = 0;
    try {
      await startWorker(this.worker);
      return await fill(this.content, await noted(signal), signal, (done, total) => {
        Object.assign(busy, { done, total });
        const now = performance.now();
        if (now - shown < 100) return;       // a progress bar need not move faster
        shown = now;
        this.changed(false);
      });
    } catch (error) {
      if (!signal.aborted) {
        this.trouble = { id, error: await reasonOf(error, Math.max(busy.total - busy.done, PLAYER)) };
        console.warn(`Kijkkamer: not kept: ${String(error)}`);
      }
      return null;
    } finally {
      this.busy = null;
      this.changed(true);
    }
  }

  /** @param {{ id: string, title: Text }} room @param {{ path: string, sha256: string }} manifest */
  keep(room, manifest) {
    return this.run(room, (signal) => want(this.content, manifest, signal));
  }

  /** @param {Kept} record */
  goOn(record) {
    return this.run(record, async () => record);
  }

  /** Rooms of this content root that a closed tab or a lost network left half go on; those that were withdrawn go. */
  async resume() {
    const all = await records();
    const own = all.filter(({ content }) => content === this.content.base.href);
    const listed = own.length ? await this.content.rooms().catch(() => null) : null;
    // A poster tells that the room stood in the list when it was kept; others were opened by their manifest's address.
    const gone = listed ? own.filter(({ id, whole, wanted }) => (whole ?? wanted)?.poster && !listed.some(({ room }) => room.id === id)) : [];
    if (gone.length) await this.remove(gone, all);
    for (const record of own) {
      if (record.wanted && !gone.includes(record) && !(await this.goOn(record))) return;
    }
  }

  stop() {
    this.stopping.abort();
  }

  /** @param {Kept[]} gone @param {Kept[]} all @returns {Promise<void>} */
  async remove(gone, all) {
    if (this.busy && gone.some(({ id }) => id === this.busy?.id)) this.stop();
    for (const record of gone) await remove(record);
    if (gone.length === all.length) await stopWorker(this.worker);
    this.trouble = null;
    this.changed(true);
  }
}

/**
 * A worker that finds no room for its files does not say so, and what a browser reckons to be free may be a polite guess: it is tried.
 * @param {unknown} error @param {number} needed bytes @returns {Promise<unknown>}
 */
async function reasonOf(error, needed) {
  if (error instanceof ContentError || error instanceof NoSpace) return error;
  if (!isFull(error) && await fits(PLAYER)) return error;
  const free = (await space())?.free ?? Infinity;
  return new NoSpace(needed, free < needed ? free : null);
}

/** @param {unknown} error @param {string} locale @returns {string} */
export function keepingSentence(error, locale) {
  if (error instanceof NoSpace) {
    const needed = amount(error.needed, locale);
    return error.free === null ? tell(locale, 'noSpaceUnknown', { needed }) : tell(locale, 'noSpace', { needed, free: amount(error.free, locale) });
  }
  const reason = /** @type {{ reason?: string } | null} */ (error)?.reason;
  return tell(locale, reason === 'unreachable' ? 'lost' : reason === 'damaged' ? 'damaged' : reason === 'absent' ? 'absent' : 'failed');
}

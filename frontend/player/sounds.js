/**
 * One packaged sound: fetched by its digest when it is first asked for, played from memory, with its captions.
 *
 * @typedef {import('../shared/formats.js').Audio} Audio
 * @typedef {import('../shared/content.js').ContentRoot} ContentRoot
 */
import { element } from './elements.js';
import { Cues } from './film/cues.js';
import { settings } from './settings.js';

export class Sound {
  /**
   * @param {Audio} asset @param {ContentRoot} content @param {() => void} changed is called when it starts, stops, fails or says other words
   * @param {{ loop?: boolean, loudness?: number, label?: string, controls?: boolean }} [how] loudness: part of the volume that is set, 0 to 1
   */
  constructor(asset, content, changed, { loop = false, loudness = 1, label, controls = false } = {}) {
    this.asset = asset;
    this.content = content;
    this.changed = changed;
    this.media = element('audio', { preload: 'auto', loop, controls, 'aria-label': label });
    this.cues = new Cues(this.media, content, changed);
    this.stopping = new AbortController();
    this.address = '';
    /** @type {unknown} what went wrong, a ContentError or a MediaError; null while nothing did */
    this.trouble = null;
    /** Whether it ought to play now. */
    this.wanted = false;
    this.forget = settings.follow(({ volume }) => {
      this.media.volume = volume * loudness;
      this.media.muted = volume === 0;
    });
    for (const name of ['play', 'pause', 'ended']) this.media.addEventListener(name, () => {
      this.wanted = !this.media.paused && !this.media.ended;
      changed();
    });
    this.media.addEventListener('error', () => {
      if (this.address) this.fail(this.media.error);
    });
  }

  /** @returns {Promise<void>} when it can be played */
  async load() {
    if (this.address) return;
    try {
      const blob = await this.content.blob(this.asset.audio, this.stopping.signal);
      if (this.stopping.signal.aborted || this.address) return;
      this.address = URL.createObjectURL(blob);
      this.media.src = this.address;
      this.cues.load(this.asset.captions ?? []).catch(() => undefined);
    } catch (error) {
      if (!this.stopping.signal.aborted) this.fail(error);
    }
  }

  /** @throws {DOMException} NotAllowedError where the browser wants a press first */
  async play() {
    this.wanted = true;
    this.trouble = null;
    await this.load();
    if (!this.wanted || !this.address) return;
    try {
      await this.media.play();
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotAllowedError') throw error;
    }
  }

  pause() {
    this.wanted = false;
    this.media.pause();
  }

  /** Stops; the next time it begins at the beginning. */
  stop() {
    this.pause();
    if (this.media.readyState > 0) this.media.currentTime = 0;
  }

  get playing() {
    return this.wanted && this.trouble === null;
  }

  /** @param {unknown} trouble */
  fail(trouble) {
    this.wanted = false;
    this.trouble = trouble;
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = '';
    this.changed();
  }

  destroy() {
    this.stopping.abort();
    this.changed = () => undefined;
    this.forget();
    this.cues.destroy();
    this.wanted = false;
    const { address } = this;
    this.address = '';
    this.media.pause();
    this.media.removeAttribute('src');
    this.media.load();
    if (address) URL.revokeObjectURL(address);
  }
}

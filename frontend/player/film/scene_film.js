/**
 * A 360° film around the viewer: its frames on the backdrop's spheres once there is one, its sound, its captions.
 *
 * @typedef {import('../../shared/formats.js').Video} Video
 * @typedef {import('../../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('../stage.js').Stage} Stage
 * @typedef {import('../backdrop.js').Backdrop} Backdrop
 * @typedef {import('../paint/picture.js').Picture} Picture
 * @typedef {import('./engine.js').Trouble} Trouble
 *
 * @typedef {object} Surroundings
 * @property {Stage} stage @property {Backdrop} backdrop @property {ContentRoot} content
 * @property {() => void} pictured is called when the first frame covers the poster
 * @property {() => void} changed is called when something that is shown about it changed
 */
import { element } from '../elements.js';
import { settings } from '../settings.js';
import { chooseCaptions, Cues } from './cues.js';
import { Engine, playsCodecs, playsHls } from './engine.js';
import { chooseVoice, HEADSET_FILM, sources, voiceId } from './source.js';

/** Where a browser tells of no frames (some tell none while a headset shows), they are looked for this often, ms. */
const PULSE = 200;

export class SceneFilm {
  /** @param {Video} asset @param {string} locale @param {Surroundings} around */
  constructor(asset, locale, { stage, backdrop, content, pictured, changed }) {
    this.asset = asset;
    this.locale = locale;
    this.stage = stage;
    this.backdrop = backdrop;
    this.pictured = pictured;
    this.changed = changed;
    this.video = element('video', { playsinline: true, preload: 'auto', crossorigin: 'anonymous', loop: false });
    /** Its frames, once there is one. @type {Picture | null} */
    this.picture = null;
    /** @type {Trouble | null} */
    this.trouble = null;
    /** The browser allows sound only after a press. */
    this.silenced = false;
    /** What somebody chose; undefined: nothing yet. @type {string | undefined} */
    this.wantedVoice = undefined;
    /** @type {string | null | undefined} */
    this.wantedCaptions = undefined;
    this.started = false;
    this.heard = 0;
    this.frames = 0;
    this.needed = HEADSET_FILM;
    this.most = HEADSET_FILM;
    this.engine = new Engine(this.video, content, (trouble) => {
      this.trouble = trouble;
      changed();
    });
    this.cues = new Cues(this.video, content, changed);
    for (const name of ['play', 'playing', 'pause', 'ended', 'timeupdate', 'seeked', 'durationchange', 'waiting']) this.video.addEventListener(name, this.changed);
    this.tick = () => this.pump();
    stage.onFrame.add(this.tick);
    this.listen();
    this.forget = settings.follow((values, names) => {
      if (names.includes('volume')) this.setVolume(values.volume);
      if (names.includes('captions')) this.chooseCaptions();
    });
    this.cues.load(asset.captions).catch(() => undefined);        // a film without its captions is still a film
  }

  /* ---- frames ---- */

  listen() {
    if (!('requestVideoFrameCallback' in this.video)) return;
    this.frames = this.video.requestVideoFrameCallback(() => {
      this.heard = performance.now();
      this.cover();
      this.listen();
    });
  }

  /** On each frame of the stage. */
  pump() {
    const { video } = this;
    if (video.readyState < video.HAVE_CURRENT_DATA || video.paused || performance.now() - this.heard < PULSE) return;
    this.cover();
  }

  /** The poster stays until there is a frame of what somebody asked for. */
  cover() {
    const { video, backdrop } = this;
    if (!this.started || video.videoWidth === 0) return;
    if (this.picture) this.picture.stale = true;
    else {
      this.picture = backdrop.film(video, this.asset.stereo === 'left-right' ? video.videoWidth / 2 : video.videoWidth);
      this.pictured();
    }
    this.stage.redraw();
  }

  /* ---- what to play ---- */

  get voice() {
    return chooseVoice(this.asset, this.locale, this.wantedVoice);
  }

  /** Takes up what fits; where it fits already, nothing changes. @param {number} needed pixels that the screen pays for @param {number} most pixels */
  fit(needed, most) {
    this.needed = needed;
    this.most = most;
    const list = this.list();
    const { source } = this.engine;
    if (source?.width === 0 && source.path === list[0]?.path) return this.engine.cap(most);
    if (source && source.path === list[0]?.path) return;
    this.take(list);
  }

  list() {
    const { voice } = this;
    return voice ? sources(voice, 'equirectangular', {
      plays: playsCodecs, chooses: !playsHls(), offline: !navigator.onLine, needed: this.needed, most: this.most,
    }) : [];
  }

  /** @param {import('./source.js').Source[]} list */
  take(list) {
    const { wanted } = this.engine;
    this.trouble = null;
    this.engine.load(list, this.most);
    if (wanted && list.length) void this.play().catch(() => undefined);
  }

  /** @param {string} wanted id of a spoken version (source.voiceId) */
  setVoice(wanted) {
    this.wantedVoice = wanted;
    this.take(this.list());
    this.changed();
  }

  /** @param {string | null} [language] null: none; left out: the reader's own */
  setCaptions(language = undefined) {
    this.wantedCaptions = language ?? undefined;
    settings.set({ captions: language !== null });
    this.chooseCaptions();
  }

  chooseCaptions() {
    this.cues.choose(chooseCaptions(this.asset.captions, this.locale, this.wantedCaptions, settings.get('captions')));
  }

  /** @param {string} locale */
  setLocale(locale) {
    const before = this.voice;
    this.locale = locale;
    this.chooseCaptions();
    if (this.voice && before && voiceId(this.voice) !== voiceId(before)) this.take(this.list());
  }

  /* ---- playing ---- */

  /** Without a press: with sound where the browser allows that, else without. */
  async begin() {
    try {
      await this.play();
    } catch {
      this.silenced = true;
      this.video.muted = true;
      await this.play().catch(() => this.unsilence());        // not even so: the button is there, and its press allows sound too
    }
    this.changed();
  }

  async play() {
    const before = this.started;
    this.started = true;
    if (this.video.ended) this.engine.seek(0);
    try {
      await this.engine.play();
    } catch (error) {
      this.started = before;             // refused: the poster stays, whatever frame is decoded meanwhile
      throw error;
    }
  }

  pause() {
    this.engine.pause();
  }

  /** Somebody pressed the button. */
  toggle() {
    if (this.trouble) return this.retry();
    if (this.playing) this.pause();
    else void this.play().catch(() => this.begin());
    this.changed();
  }

  retry() {
    this.trouble = null;
    this.started = true;
    this.engine.retry();
    this.changed();
  }

  /** @param {number} seconds */
  seek(seconds) {
    this.started = true;
    this.engine.seek(Math.max(0, Math.min(seconds, this.duration)));
    this.changed();
  }

  /** @param {number} volume 0 to 1 */
  setVolume(volume) {
    this.video.volume = volume;
    this.video.muted = this.silenced || volume === 0;
    this.changed();
  }

  /** After a press sound is allowed. */
  unsilence() {
    this.silenced = false;
    this.setVolume(settings.get('volume'));
  }

  get playing() {
    return this.engine.wanted && !this.video.ended && this.trouble === null;
  }

  get time() {
    return this.engine.now;
  }

  get duration() {
    return Number.isFinite(this.video.duration) && this.video.duration > 0 ? this.video.duration : this.asset.duration_ms / 1000;
  }

  /** The backdrop disposes the picture, with the scene. */
  destroy() {
    this.stage.onFrame.delete(this.tick);
    if (this.frames) this.video.cancelVideoFrameCallback?.(this.frames);
    this.forget();
    this.changed = () => undefined;
    this.cues.destroy();
    this.engine.destroy();
    this.picture = null;
  }
}

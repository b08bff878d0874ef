/**
 * Feeds a video element from playlists: by the browser's own HLS, else by hls.js, which is fetched only then.
 * Goes on to the next source where one cannot be had, keeps the position over every change, and tells what went wrong.
 *
 * @typedef {import('./source.js').Source} Source
 * @typedef {import('../../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('hls.js').default} Hls
 *
 * @typedef {'unplayable' | 'absent' | 'damaged' | 'unreachable'} Trouble
 *   unplayable: this browser shows no picture of it; the others as in shared/content.js
 */

const HLS = 'application/vnd.apple.mpegurl';

/** A film that gets no further than PROGRESS seconds in STALL ms, while it should play, has stopped. hls.js nudges a stuck one: that is no progress. */
const STALL = 12000;
const PROGRESS = 1;

/** What could not be fetched ahead is asked for again after so long, ms. */
const AGAIN = 2000;

/** @returns {boolean} */
export function playsHls() {
  return document.createElement('video').canPlayType(HLS) !== '';
}

/** @param {string} codecs as in a playlist @returns {boolean} */
export function playsCodecs(codecs) {
  const type = `video/mp4; codecs="${codecs}"`;
  return window.MediaSource?.isTypeSupported(type) || document.createElement('video').canPlayType(type) !== '';
}

export class Engine {
  /** @param {HTMLVideoElement} video @param {ContentRoot} content @param {(trouble: Trouble) => void} failed */
  constructor(video, content, failed) {
    this.video = video;
    this.content = content;
    this.failed = failed;
    /** @type {Source[]} */
    this.list = [];
    this.index = 0;
    /** Whether it ought to play now. */
    this.wanted = false;
    /** Where to go on when a source is taken up, seconds. */
    this.position = 0;
    this.native = playsHls();
    /** @type {Hls | null} */
    this.hls = null;
    /** Widest variant that hls.js may take of a master, pixels. */
    this.most = Infinity;
    /** @type {Promise<void>} */
    this.attached = Promise.resolve();
    /** Counts sources taken up, so that what arrives late for an earlier one is dropped. */
    this.turn = 0;
    this.shown = false;
    this.recovered = false;
    /** What hls.js could not fetch ahead; told when what is there has been played. @type {Trouble | null} */
    this.pending = null;
    this.pulse = window.setInterval(() => this.watch(), 1000);
    /** Where it was, and when. */
    this.mark = { seconds: 0, at: 0 };
    this.listening = new AbortController();
    const on = (/** @type {string} */ name, /** @type {() => void} */ act) => video.addEventListener(name, act, { signal: this.listening.signal });
    on('loadeddata', () => this.look());
    on('error', () => void this.broken());
    on('timeupdate', () => {
      if (video.readyState > 0) this.position = video.currentTime;        // not that of an element that was just emptied
    });
    // Also by the browser's own controls, or because another app took the sound.
    on('play', () => { this.wanted = true; });
    on('pause', () => {
      if (!video.ended && video.readyState > 0) this.wanted = false;
    });
  }

  /** Takes up the first of these, where the film is now. @param {Source[]} list best first @param {number} most widest of a master, pixels */
  load(list, most) {
    this.position = this.now;
    this.list = list;
    this.most = most;
    this.index = 0;
    this.recovered = false;
    if (list.length === 0) return this.fail('unplayable');
    this.attached = this.attach();
  }

  /** After a failure: the same once more, from where it stopped. */
  retry() {
    this.load(this.list, this.most);
    void this.play().catch(() => undefined);
  }

  /** Where the film is, or goes on, seconds. */
  get now() {
    return this.video.readyState > 0 && !this.video.error ? this.video.currentTime : this.position;
  }

  get source() {
    return this.list[this.index] ?? null;
  }

  /** @throws {DOMException} NotAllowedError where the browser wants a press first, or silence */
  async play() {
    this.wanted = true;
    for (let turn = -1; turn !== this.turn;) {        // another source may be taken up meanwhile
      turn = this.turn;
      await this.attached;
    }
    if (!this.wanted || !this.source) return;
    try {
      await this.video.play();
    } catch (error) {
      // Cut short by a pause or another source is no failure; one that cannot be played tells by its error event.
      if (error instanceof DOMException && error.name === 'NotAllowedError') {
        this.wanted = false;
        throw error;
      }
    }
  }

  pause() {
    this.wanted = false;
    this.video.pause();
  }

  /** @param {number} seconds */
  seek(seconds) {
    this.position = seconds;
    if (this.video.readyState > 0) this.video.currentTime = seconds;
  }

  destroy() {
    this.listening.abort();
    clearInterval(this.pulse);
    this.wanted = false;
    this.detach();
  }

  /* ---- one source ---- */

  async attach() {
    const { source } = this;
    this.detach();
    if (!source) return;
    const { turn, video } = this;
    const address = this.content.url(source.path);
    this.shown = false;
    if (this.native) {
      video.src = address;
      if (this.position > 0) video.addEventListener('loadedmetadata', () => {
        if (turn === this.turn) video.currentTime = this.position;
      }, { once: true, signal: this.listening.signal });
    } else {
      await this.attachHls(address, turn).catch(() => {
        if (turn === this.turn) this.fail('unreachable');        // hls.js itself could not be fetched
      });
    }
  }

  /** @param {string} address @param {number} turn */
  async attachHls(address, turn) {
    const { default: Hls } = await import('hls.js/light');
    if (turn !== this.turn) return;
    if (!Hls.isSupported()) return this.fail('unplayable');
    const retries = { maxNumRetry: 2, retryDelayMs: 500, maxRetryDelayMs: 2000 };
    const patience = { default: { maxTimeToFirstByteMs: 10000, maxLoadTimeMs: 60000, timeoutRetry: retries, errorRetry: retries } };
    // No worker: it would be started from a blob, which the page's policy does not allow.
    const hls = new Hls({ enableWorker: false, startPosition: this.position > 0 ? this.position : -1, fragLoadPolicy: patience, playlistLoadPolicy: patience });
    this.hls = hls;
    hls.on(Hls.Events.MANIFEST_PARSED, () => this.cap(this.most));
    hls.on(Hls.Events.ERROR, (_, data) => {
      if (!data.fatal || turn !== this.turn) return;
      const media = data.type === Hls.ErrorTypes.MEDIA_ERROR || data.type === Hls.ErrorTypes.MUX_ERROR;
      if (media && !this.recovered && this.shown) {
        this.recovered = true;
        hls.recoverMediaError();
        if (this.wanted) this.video.play().catch(() => undefined);
        return;
      }
      const { MANIFEST_PARSING_ERROR, LEVEL_PARSING_ERROR } = Hls.ErrorDetails;
      if (media || data.details === MANIFEST_PARSING_ERROR || data.details === LEVEL_PARSING_ERROR) return this.next('damaged');
      const trouble = data.response?.code === 404 ? 'absent' : 'unreachable';
      if (!this.shown) return this.next(trouble);
      this.pending = trouble;
      setTimeout(() => {
        if (turn === this.turn) hls.startLoad();
      }, AGAIN);
    });
    hls.on(Hls.Events.FRAG_LOADED, () => { this.pending = null; });
    hls.loadSource(address);
    hls.attachMedia(this.video);
  }

  /** Of a master, hls.js takes nothing wider than this. @param {number} most pixels */
  cap(most) {
    this.most = most;
    if (!this.hls) return;
    const widths = this.hls.levels.map(({ width }) => width);
    const allowed = widths.filter((width) => width <= most);
    if (widths.length) this.hls.autoLevelCapping = allowed.length ? widths.lastIndexOf(Math.max(...allowed)) : widths.indexOf(Math.min(...widths));
  }

  detach() {
    this.turn++;
    this.mark.at = 0;
    this.pending = null;
    this.hls?.destroy();
    this.hls = null;
    if (!this.video.hasAttribute('src')) return;
    this.video.removeAttribute('src');
    this.video.load();
  }

  /* ---- what goes wrong ---- */

  /** A film whose pictures this browser does not decode plays its sound and shows nothing. */
  look() {
    this.shown = true;
    if (this.video.videoWidth === 0) this.next('unplayable');
  }

  watch() {
    const { video, mark, source } = this;
    const now = performance.now();
    const idle = !this.wanted || video.ended || document.hidden;
    if (!idle && this.pending && video.readyState < video.HAVE_FUTURE_DATA) return this.fail(this.pending);
    if (idle || mark.at === 0 || Math.abs(video.currentTime - mark.seconds) >= PROGRESS) {
      this.mark = { seconds: video.currentTime, at: now };
      return;
    }
    if (now - mark.at < STALL || !source) return;
    const narrower = this.list.findIndex(({ width }) => width > 0 && width < source.width);
    if (narrower < 0) return this.fail(video.readyState > video.HAVE_CURRENT_DATA ? 'damaged' : 'unreachable');      // what is there does not play
    this.take(narrower);
  }

  async broken() {
    const { turn, video, hls, source } = this;
    if (hls || !source || !video.error) return;        // hls.js tells its own
    const { code } = video.error;
    if (this.native && code !== MediaError.MEDIA_ERR_DECODE && window.MediaSource) {
      // A browser may know HLS and yet not this one; and it tells a missing segment, any time ahead, as a film that it does not know.
      this.native = false;
      return this.take(this.index);
    }
    const reason = await this.content.diagnose(this.content.url(source.path));
    if (turn !== this.turn) return;
    if (reason === 'absent' || reason === 'unreachable') return this.next(reason);
    this.next(code === MediaError.MEDIA_ERR_NETWORK ? 'unreachable' : 'damaged');
  }

  /** The next source, where there is another one that may do better. @param {Trouble} trouble */
  next(trouble) {
    if (this.shown && trouble !== 'unplayable' && this.video.currentTime > 0) return this.fail(trouble);
    if (trouble === 'unreachable' || this.index + 1 >= this.list.length) return this.fail(trouble);
    this.take(this.index + 1);
  }

  /** @param {number} index */
  take(index) {
    this.position = this.now;
    this.index = index;
    this.attached = this.attach();
    if (this.wanted) void this.play().catch(() => undefined);
  }

  /** @param {Trouble} trouble */
  fail(trouble) {
    this.position = this.now;
    this.detach();
    this.wanted = false;
    this.failed(trouble);
  }
}

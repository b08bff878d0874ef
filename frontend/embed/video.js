/**
 * Plays the promo videos of a page: nothing is fetched before somebody asks; the browser's own HLS first, hls.js where it has none.
 */
import { showOnly } from '../shared/captions.js';
import { wishes } from './address.js';

const HLS = 'application/vnd.apple.mpegurl';

/** One film: its video element, the button over it and the bar below. */
class Film {
  /** @param {HTMLElement} frame */
  constructor(frame) {
    this.frame = frame;
    this.video = /** @type {HTMLVideoElement} */ (frame.querySelector('video'));
    this.button = /** @type {HTMLButtonElement} */ (frame.querySelector('.film-start'));
    this.failed = /** @type {HTMLElement} */ (frame.querySelector('.film-failed'));
    this.started = false;
    this.button.addEventListener('click', () => this.start());
    const speed = document.querySelector(`select[data-speed-of="${this.video.id}"]`);
    speed?.addEventListener('change', () => {
      this.video.playbackRate = this.video.defaultPlaybackRate = Number(/** @type {HTMLSelectElement} */ (speed).value);
    });
  }

  /** @param {import('./address.js').Wishes} asked */
  async apply(asked) {
    this.from = asked.start;
    const languages = [...this.video.textTracks].map((track) => track.language);
    const own = document.documentElement.lang;
    // A film without captions in the page's language shows those that it has: better read in another language than not at all.
    const wanted = asked.captions === 'page' ? (languages.includes(own) ? own : languages[0]) : asked.captions;
    if (wanted) showOnly(this.video, wanted);
    if (asked.autoplay) await this.start(true);
  }

  /** @param {boolean} [alone] nobody pressed a button: browsers allow that only without sound */
  async start(alone = false) {
    if (this.started) return;
    this.started = true;
    this.button.hidden = true;
    this.video.controls = true;
    try {
      await this.load(this.video.dataset.hls ?? '');
    } catch {
      this.fail();
      return;
    }
    if (this.from) this.video.currentTime = this.from;
    if (!alone) this.video.focus();
    try {
      await this.video.play();
    } catch {
      if (!alone) return; // paused meanwhile, or the browser wants another press: its own controls are there
      this.video.muted = true;
      await this.video.play().catch(() => undefined);
    }
  }

  /** @param {string} url of the playlist @returns {Promise<void>} when it can be sought in */
  async load(url) {
    const ready = new Promise((resolve, reject) => {
      this.video.addEventListener('loadedmetadata', resolve, { once: true });
      this.video.addEventListener('error', reject, { once: true });
    });
    if (this.video.canPlayType(HLS)) {
      this.video.src = url;
    } else {
      const { default: Hls } = await import('hls.js/light');
      if (!Hls.isSupported()) throw new Error('no HLS');
      // A worker would be a blob: script, which the page's policy forbids; a short film needs none.
      const hls = new Hls({ enableWorker: false, capLevelToPlayerSize: true });
      hls.on(Hls.Events.ERROR, (_event, data) => { if (data.fatal) this.fail(); });
      hls.loadSource(url);
      hls.attachMedia(this.video);
    }
    this.video.preload = 'auto';
    await ready;
  }

  fail() {
    this.failed.textContent = this.failed.dataset.sentence ?? '';
  }
}

for (const frame of document.querySelectorAll('.film')) {
  const film = new Film(/** @type {HTMLElement} */ (frame));
  film.apply(document.body.classList.contains('embed') ? wishes(location.search) : { start: 0, autoplay: false, captions: '' });
}

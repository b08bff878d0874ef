/**
 * Plays a packaged video: natively where the browser knows HLS, else with hls.js, which is loaded only then.
 *
 * @typedef {import('../shared/formats.js').Video} Video
 * @typedef {import('../shared/content.js').ContentRoot} ContentRoot
 */
import { showOnly } from '../shared/captions.js';
import { element } from './elements.js';

const HLS = 'application/vnd.apple.mpegurl';

/**
 * @param {Video} asset @param {ContentRoot} content @param {string} locale @param {string} label accessible name
 * @param {() => void} failed is called when it cannot be played
 * @returns {{ video: HTMLVideoElement, stop: () => void }} stop frees what it holds
 */
export function videoPlayer(asset, content, locale, label, failed) {
  const main = asset.hls.filter((entry) => entry.role === 'main');
  const chosen = main.find((entry) => entry.language === locale) ?? main[0] ?? asset.hls[0];
  const video = element('video', { controls: true, playsinline: true, preload: 'metadata', crossorigin: 'anonymous', 'aria-label': label, width: String(asset.width), height: String(asset.height) });
  const stopping = new AbortController();
  /** @type {string[]} */
  const addresses = [];
  /** @type {{ destroy: () => void } | undefined} */
  let engine;
  const address = async (/** @type {import('../shared/formats.js').Ref} */ ref) => {
    const made = URL.createObjectURL(await content.blob(ref, stopping.signal));
    addresses.push(made);
    return made;
  };

  const withEngine = async (/** @type {string} */ source) => {
    const { default: Hls } = await import('hls.js/light');
    if (stopping.signal.aborted) return;
    if (!Hls.isSupported()) return failed();
    // No worker: it would be started from a blob, which the page's policy does not allow.
    const hls = new Hls({ enableWorker: false });
    engine = hls;
    hls.on(Hls.Events.ERROR, (_, data) => {
      if (data.fatal) failed();
    });
    hls.loadSource(source);
    hls.attachMedia(video);
  };

  const begin = async () => {
    if (!chosen) return failed();
    const source = content.url(chosen.master.path);
    address(asset.poster).then((poster) => { video.poster = poster; }, () => undefined);      // it plays without
    if (video.canPlayType(HLS)) {
      video.addEventListener('error', () => {
        if (!stopping.signal.aborted && !engine) void withEngine(source).catch(failed);
      }, { once: true });
      video.src = source;
    } else {
      await withEngine(source);
    }
    // The reader's language first, and on: in a class the sound is often off.
    const captions = [...asset.captions].sort((a, b) => Number(b.language === locale) - Number(a.language === locale));
    if (captions[0]) showOnly(video, captions[0].language);
    for (const [index, entry] of captions.entries()) {
      const track = element('track', { kind: entry.role === 'captions' ? 'captions' : 'subtitles', srclang: entry.language, label: languageName(entry.language, locale) });
      track.src = await address(entry.vtt);
      track.default = index === 0;
      video.append(track);
    }
  };
  begin().catch(() => {
    if (!stopping.signal.aborted) failed();
  });

  return {
    video,
    stop() {
      stopping.abort();
      engine?.destroy();
      video.pause();
      video.removeAttribute('src');
      video.load();
      addresses.forEach((made) => URL.revokeObjectURL(made));
    },
  };
}

/** @param {string} language @param {string} locale @returns {string} "Nederlands", "English" */
export function languageName(language, locale) {
  const name = new Intl.DisplayNames([locale], { type: 'language' }).of(language) ?? language;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

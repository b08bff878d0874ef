/**
 * Plays a packaged flat video, with the browser's own controls and captions, in a panel or on the glass in VR.
 *
 * @typedef {import('../shared/formats.js').Video} Video
 * @typedef {import('../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('./film/engine.js').Trouble} Trouble
 *
 * @typedef {object} Playing
 * @property {HTMLVideoElement} video
 * @property {import('./film/engine.js').Engine} engine
 * @property {(language: string | null) => void} setCaptions null: none
 * @property {(voice: string) => void} setVoice gets a source.voiceId; the position is kept
 * @property {() => string} voice id of the version that plays
 * @property {() => void} stop frees what it holds
 */
import { showOnly } from '../shared/captions.js';
import { languageName } from '../shared/languages.js';
import { element } from './elements.js';
import { chooseCaptions } from './film/cues.js';
import { Engine, playsCodecs } from './film/engine.js';
import { chooseVoice, sources, voiceId } from './film/source.js';
import { settings } from './settings.js';

/**
 * @param {Video} asset @param {ContentRoot} content @param {string} locale @param {string} label accessible name
 * @param {(trouble: Trouble) => void} failed is called when it cannot be played, or played on
 * @returns {Playing}
 */
export function videoPlayer(asset, content, locale, label, failed) {
  const video = element('video', { controls: true, playsinline: true, preload: 'metadata', crossorigin: 'anonymous', 'aria-label': label, width: String(asset.width), height: String(asset.height) });
  const stopping = new AbortController();
  /** @type {string[]} */
  const addresses = [];
  const engine = new Engine(video, content, failed);
  let voice = chooseVoice(asset, locale);
  const address = async (/** @type {import('../shared/formats.js').Ref} */ ref) => {
    const made = URL.createObjectURL(await content.blob(ref, stopping.signal));
    addresses.push(made);
    return made;
  };
  const take = () => {
    if (voice) engine.load(sources(voice, 'flat', { plays: playsCodecs, chooses: true, offline: !navigator.onLine, needed: asset.width, most: Infinity }), Infinity);
    else failed('absent');
  };
  const { volume } = settings.values;
  video.volume = volume;
  video.muted = volume === 0;
  video.addEventListener('volumechange', () => {
    if (!video.muted) settings.set({ volume: video.volume });       // silence that a browser asks for is nobody's wish
  });
  // The reader's language first, and on: in a class the sound is often off.
  const captions = asset.captions.toSorted((a, b) => Number(b.language === locale) - Number(a.language === locale));
  const show = showOnly(video, chooseCaptions(captions, locale, undefined, settings.get('captions')) ?? '');
  const addTracks = async () => {
    for (const [index, entry] of captions.entries()) {
      const track = element('track', { kind: entry.role === 'captions' ? 'captions' : 'subtitles', srclang: entry.language, label: languageName(entry.language, locale) });
      track.src = await address(entry.vtt);
      track.default = index === 0;
      video.append(track);
    }
  };
  // A tick later: who asked for it must have it before it can fail.
  queueMicrotask(() => {
    if (stopping.signal.aborted) return;
    take();
    address(asset.poster).then((poster) => { video.poster = poster; }, () => undefined);      // it plays without, as without captions
    addTracks().catch(() => undefined);
  });

  return {
    video,
    engine,
    setCaptions(language) {
      settings.set({ captions: language !== null });
      show(language ?? '');
    },
    setVoice(wanted) {
      const playing = !video.paused && !video.ended;
      voice = chooseVoice(asset, locale, wanted);
      take();
      if (playing) void engine.play().catch(() => undefined);
    },
    voice: () => (voice ? voiceId(voice) : ''),
    stop() {
      stopping.abort();
      video.pause();
      engine.destroy();
      addresses.forEach((made) => URL.revokeObjectURL(made));
    },
  };
}

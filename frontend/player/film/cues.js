/**
 * The captions of a film or a sound whose element is not on the page: which words are said now, in the chosen language.
 *
 * @typedef {import('../../shared/formats.js').Captions} Captions
 * @typedef {import('../../shared/content.js').ContentRoot} ContentRoot
 */
import { element } from '../elements.js';

export class Cues {
  /** @param {HTMLMediaElement} media @param {ContentRoot} content @param {() => void} changed is called when other words are said */
  constructor(media, content, changed) {
    this.media = media;
    this.content = content;
    this.changed = changed;
    this.stopping = new AbortController();
    /** @type {string[]} */
    this.addresses = [];
    /** @type {Map<string, TextTrack>} by language */
    this.tracks = new Map();
    /** @type {string | null} */
    this.language = null;
  }

  /** @param {Captions[]} captions of a language, the first that is reviewed @returns {Promise<void>} */
  async load(captions) {
    const sorted = [...captions].sort((a, b) => Number(b.reviewed) - Number(a.reviewed));
    await Promise.all(sorted.map(async ({ language, vtt }) => {
      if (this.tracks.has(language)) return;
      // "metadata": of other kinds the browser chooses by itself which are on.
      const made = element('track', { kind: 'metadata', srclang: language });
      this.media.append(made);
      this.tracks.set(language, made.track);
      made.track.addEventListener('cuechange', () => this.changed());
      const blob = await this.content.blob(vtt, this.stopping.signal);
      const address = URL.createObjectURL(blob);
      this.addresses.push(address);
      made.track.mode = language === this.language ? 'hidden' : 'disabled';
      made.src = address;
    }));
  }

  /** @param {string | null} language null: none */
  choose(language) {
    this.language = language;
    for (const [name, track] of this.tracks) track.mode = name === language ? 'hidden' : 'disabled';
    this.changed();
  }

  /** What is said now, lines apart; '' when nothing is. */
  get text() {
    const track = this.language === null ? undefined : this.tracks.get(this.language);
    if (!track || track.mode === 'disabled') return '';
    return [...(track.activeCues ?? [])].map((cue) => (cue instanceof VTTCue ? cue.getCueAsHTML().textContent ?? '' : '')).join('\n').trim();
  }

  destroy() {
    this.stopping.abort();
    this.addresses.forEach((address) => URL.revokeObjectURL(address));
  }
}

/**
 * @param {Captions[]} captions @param {string} locale @param {string | null | undefined} wanted a language that somebody chose, null for none
 * @param {boolean} on whether captions are on at all
 * @returns {string | null} the language to show
 */
export function chooseCaptions(captions, locale, wanted, on) {
  if (wanted === null || !on) return null;
  const has = (/** @type {string | undefined} */ language) => captions.some((entry) => entry.language === language);
  if (wanted !== undefined && has(wanted)) return wanted;
  return has(locale) ? locale : captions[0]?.language ?? null;
}

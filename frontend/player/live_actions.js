/**
 * What people can do with what moves and sounds in a scene, and which of it can be done now. Pure but for the settings it changes.
 *
 * @typedef {import('./live.js').Live} Live
 * @typedef {{ name: 'play' | 'pause' | 'retry' | 'captionsOn' | 'captionsOff' | 'soundOn' | 'soundOff' | 'narrationPlay' | 'narrationPause' | 'ambientOn' | 'ambientOff', act: () => void }} Action
 *   name: that of the message on it too
 */
import { chooseCaptions } from './film/cues.js';
import { settings } from './settings.js';

export class LiveActions {
  /** @param {Live} live */
  constructor(live) {
    this.live = live;
    /** What the volume goes back to. */
    this.volume = settings.get('volume') || 1;
  }

  play = () => {
    const { film, narration } = this.live;
    if (!film) return;
    film.toggle();
    if (film.playing) narration?.pause();         // one voice at a time
  };

  narration = () => {
    const { film, narration } = this.live;
    if (!narration) return;
    if (narration.playing) return narration.pause();
    film?.pause();
    this.captionNarration();
    narration.play().catch(() => undefined);
  };

  captions = () => {
    const { film } = this.live;
    if (film) film.setCaptions(film.cues.language === null ? undefined : null);
    else settings.set({ captions: !settings.get('captions') });
    this.captionNarration();
  };

  sound = () => {
    const { film, silenced } = this.live;
    const volume = settings.get('volume');
    if (silenced) film?.unsilence();
    else if (volume > 0) {
      this.volume = volume;
      settings.set({ volume: 0 });
      return;
    }
    if (volume === 0) settings.set({ volume: this.volume });
  };

  ambient = () => {
    const { live } = this;
    live.ambientOff = !live.ambientOff;
    if (live.ambientOff) live.ambient?.pause();
    else live.ambient?.play().catch(() => undefined);
    live.changed();
  };

  /** In the reader's language, if captions are on at all. */
  captionNarration() {
    const { narration, player } = this.live;
    narration?.cues.choose(chooseCaptions(narration.asset.captions ?? [], player.locale, undefined, settings.get('captions')));
  }

  /** For a place that shows buttons only. @returns {Action[]} */
  get possible() {
    const { film, narration, ambient, ambientOff, captioned, muted } = this.live;
    /** @type {Action[]} */
    const made = [];
    if (film && film.trouble !== 'unplayable') made.push({ name: film.trouble ? 'retry' : film.playing ? 'pause' : 'play', act: this.play });
    if (narration) made.push({ name: narration.playing ? 'narrationPause' : 'narrationPlay', act: this.narration });
    if (captioned) made.push({ name: settings.get('captions') ? 'captionsOff' : 'captionsOn', act: this.captions });
    if (film?.asset.has_audio) made.push({ name: muted ? 'soundOn' : 'soundOff', act: this.sound });
    if (ambient) made.push({ name: ambientOff ? 'ambientOn' : 'ambientOff', act: this.ambient });
    return made;
  }
}

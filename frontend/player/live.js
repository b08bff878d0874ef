/**
 * What moves and sounds in a scene: its film, its narration, its ambient sound. The one place that starts and stops them.
 *
 * @typedef {import('./player.js').Player} Player
 * @typedef {import('./panel_content.js').PanelContent} PanelContent
 * @typedef {import('../shared/formats.js').Scene} Scene
 * @typedef {import('../shared/formats.js').Asset} Asset
 * @typedef {{ name: 'play' | 'pause' | 'retry' | 'captionsOn' | 'captionsOff' | 'soundOn' | 'soundOff' | 'narrationPlay' | 'narrationPause' | 'ambientOn' | 'ambientOff', act: () => void }} Action
 *   name: that of the message on it too
 */
import { paragraphs, words } from '../shared/text.js';
import { element } from './elements.js';
import { FilmBar } from './film/bar.js';
import { FramedPoster } from './film/framed_poster.js';
import { SceneFilm } from './film/scene_film.js';
import { chooseCaptions } from './film/cues.js';
import { HEADSET_FILM } from './film/source.js';
import { say } from './messages.js';
import { settings } from './settings.js';
import { Sound } from './sounds.js';
import { neededWidth } from './tiers.js';
import { filmSentence } from './film/trouble.js';

/** Part of the volume that an ambient sound has: it lies below what is said. */
const QUIET = 0.25;

export class Live {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    /** @type {SceneFilm | null} */
    this.film = null;
    /** @type {Sound | null} */
    this.narration = null;
    /** @type {Sound | null} */
    this.ambient = null;
    /** Somebody turned ambient sound off; stays so from scene to scene. */
    this.ambientOff = false;
    this.volumeBefore = settings.get('volume') || 1;
    /** Why all of it is silent for a while, and what then goes on. @type {Set<'panel' | 'hidden'>} */
    this.holds = new Set();
    /** @type {(() => void)[]} */
    this.after = [];
    /** The trouble that was told, so that it is told once. @type {unknown} */
    this.told = null;
    /** The sentence about it. */
    this.said = '';
    /** @type {Set<() => void>} told of every change */
    this.followers = new Set();
    this.poster = player.stage && new FramedPoster(player.stage);
    this.bar = new FilmBar(player.page.main, this);
    document.addEventListener('visibilitychange', () => {
      const { headset } = player;
      // Some browsers hide the page while a headset shows it.
      if (document.hidden && headset?.session.visibilityState !== 'visible') this.hold('hidden');
      else this.release('hidden');
    });
    for (const name of ['pointerup', 'keyup', 'touchend']) document.addEventListener(name, () => this.breathe(), { passive: true });
  }

  /* ---- scenes ---- */

  /** @param {Scene} scene @param {Asset | undefined} asset its picture or film, that is placed already */
  enter(scene, asset) {
    this.leave();
    const { player } = this;
    const { stage, backdrop, content, locale } = player;
    const sound = (/** @type {string | undefined} */ id, /** @type {ConstructorParameters<typeof Sound>[3]} */ how) => {
      const found = player.manifest?.assets[id ?? ''];
      return found?.kind === 'audio' ? new Sound(found, content, () => this.changed(), how) : null;
    };
    this.narration = sound(scene.narration, {});
    this.ambient = sound(scene.ambient, { loop: true, loudness: QUIET });
    if (asset?.kind === 'video' && stage && backdrop) {
      this.film = new SceneFilm(asset, locale, { stage, backdrop, content, pictured: () => this.poster?.clear(), changed: () => this.changed() });
      this.fit();
      const { film } = this;
      const begin = () => void film.begin();
      const alone = !player.calm && !saving();
      if (alone && this.holds.size) this.after.push(begin);          // the page is hidden now
      else if (alone) begin();
    }
    this.bar.show(locale);
    this.breathe();
    this.changed();
  }

  /** Before a scene is left: all falls silent, the last frame stays for as long as it fades. */
  hush() {
    for (const what of [this.film, this.narration, this.ambient]) what?.pause();
    this.after = [];
  }

  /** The scene's picture is about to be taken away. */
  leave() {
    for (const what of [this.film, this.narration, this.ambient]) what?.destroy();
    this.film = this.narration = this.ambient = null;
    this.told = null;
    this.after = [];
    this.holds.delete('panel');
    this.poster?.clear();
    this.bar.show(this.player.locale);
    this.changed();
  }

  /** Hangs a film's framed poster where its view is, for as long as there is no frame. @param {Scene} scene */
  async hang(scene) {
    const { film } = this;
    if (!film || film.picture) return;
    const bitmap = await createImageBitmap(await this.player.content.blob(film.asset.poster));
    if (film === this.film && !film.picture) this.poster?.show(bitmap, scene.pose, film.asset.coverage);
    else bitmap.close();
  }

  /** The size of film that this screen, or a headset, pays for. */
  fit() {
    const { headset, stage, view } = this.player;
    if (!stage) return;
    this.film?.fit(headset ? HEADSET_FILM : neededWidth(view.fov, stage.pixelsAcross), Math.min(stage.maxTexture, headset ? HEADSET_FILM : Infinity));
  }

  translate() {
    const { locale } = this.player;
    this.film?.setLocale(locale);
    this.bar.show(locale);
    this.changed();
  }

  /* ---- silence for a while ---- */

  /** @param {PanelContent} content of the panel that was opened */
  panelOpened(content) {
    if (content.video || content.audio) this.hold('panel');
  }

  panelClosed() {
    this.release('panel');
  }

  /** @param {'panel' | 'hidden'} why */
  hold(why) {
    const first = this.holds.size === 0;
    this.holds.add(why);
    if (!first) return;
    const playing = [this.film, this.narration, this.ambient].filter((what) => what?.playing);
    for (const what of playing) what?.pause();
    this.after = playing.map((what) => () => void what?.play().catch(() => undefined));
  }

  /** @param {'panel' | 'hidden'} why */
  release(why) {
    if (!this.holds.delete(why) || this.holds.size > 0) return;
    this.after.forEach((goOn) => goOn());
    this.after = [];
  }

  /** Starts the ambient sound, once somebody has touched the page: before that a browser refuses, and people are startled. */
  breathe() {
    const { ambient } = this;
    if (!ambient || this.ambientOff || ambient.wanted || ambient.trouble || this.holds.size || navigator.userActivation?.hasBeenActive === false) return;
    ambient.play().catch(() => undefined);
  }

  /* ---- what people do ---- */

  togglePlay() {
    const { film } = this;
    if (!film) return;
    film.toggle();
    if (film.playing) this.narration?.pause();
  }

  toggleNarration() {
    const { narration } = this;
    if (!narration) return;
    if (narration.playing) return narration.pause();
    this.film?.pause();           // one voice at a time
    this.chooseNarrationCaptions();
    narration.play().catch(() => undefined);
  }

  toggleAmbient() {
    this.ambientOff = !this.ambientOff;
    if (this.ambientOff) this.ambient?.pause();
    else if (this.ambient) void this.ambient.play().catch(() => undefined);
    this.changed();
  }

  toggleSound() {
    const volume = settings.get('volume');
    if (this.silenced) this.film?.unsilence();
    else if (volume > 0) {
      this.volumeBefore = volume;
      settings.set({ volume: 0 });
      return;
    }
    if (volume === 0) settings.set({ volume: this.volumeBefore });
  }

  toggleCaptions() {
    this.film?.setCaptions(this.film.cues.language === null ? undefined : null);
    if (!this.film) settings.set({ captions: !settings.get('captions') });
    this.chooseNarrationCaptions();
  }

  chooseNarrationCaptions() {
    const { narration } = this;
    narration?.cues.choose(chooseCaptions(narration.asset.captions ?? [], this.player.locale, undefined, settings.get('captions')));
  }

  /* ---- what others show ---- */

  /** What the browser silenced, or the reader. */
  get silenced() {
    return this.film?.silenced ?? false;
  }

  get muted() {
    return this.silenced || settings.get('volume') === 0;
  }

  /** Whether anything here has captions. */
  get captioned() {
    return [this.film?.asset, this.narration?.asset].some((asset) => asset?.captions?.length);
  }

  /** What is said now. */
  get caption() {
    if (this.narration?.playing) return this.narration.cues.text;
    return this.film?.started && !this.film.trouble ? this.film.cues.text : '';
  }

  /** What went wrong, for people; '' when nothing did. */
  get sentence() {
    const { film, narration, player } = this;
    if (film?.trouble) return filmSentence(film.trouble, 'film', player.locale);
    return narration?.trouble ? say(player.locale, 'soundFailed') : '';
  }

  /** What can be done now, for a place that shows buttons only. @returns {Action[]} */
  get actions() {
    const { film, narration, ambient } = this;
    /** @type {Action[]} */
    const made = [];
    if (film && film.trouble !== 'unplayable') made.push({ name: film.trouble ? 'retry' : film.playing ? 'pause' : 'play', act: this.act.play });
    if (narration) made.push({ name: narration.playing ? 'narrationPause' : 'narrationPlay', act: this.act.narration });
    if (this.captioned) made.push({ name: settings.get('captions') ? 'captionsOff' : 'captionsOn', act: this.act.captions });
    if (film?.asset.has_audio) made.push({ name: this.muted ? 'soundOn' : 'soundOff', act: this.act.sound });
    if (ambient) made.push({ name: this.ambientOff ? 'ambientOn' : 'ambientOff', act: this.act.ambient });
    return made;
  }

  act = {
    play: () => this.togglePlay(),
    narration: () => this.toggleNarration(),
    captions: () => this.toggleCaptions(),
    sound: () => this.toggleSound(),
    ambient: () => this.toggleAmbient(),
  };

  changed() {
    this.tell();
    this.bar.update();
    for (const follower of this.followers) follower();
  }

  tell() {
    const { film, narration, ambient, player } = this;
    const trouble = film?.trouble ?? narration?.trouble ?? null;
    if (trouble === this.told) return;
    this.told = trouble;
    if (trouble === null) return player.page.quiet(this.said);
    if (film?.trouble === 'unreachable') player.await(() => film.retry());
    // In a headset the plate below the view says it. Who waits to go elsewhere is told about that.
    this.said = this.sentence;
    if (!player.waiting?.wish) player.page.notice(this.said);
    player.fail(`${film?.trouble ? `film ${film.trouble}` : `sound ${String(trouble)}`}, scene ${player.scene?.id}`);
    if (ambient?.trouble) player.fail(`ambient sound: ${String(ambient.trouble)}`);        // nobody misses it
  }

  /** For window.kijkkamer. */
  get state() {
    const { film, narration, ambient } = this;
    return {
      film: film && {
        playing: film.playing, time: film.time, duration: film.duration, muted: film.video.muted, captions: film.cues.language,
        caption: this.caption, voice: film.voice?.role === 'described' ? `${film.voice.language}-described` : film.voice?.language ?? null,
        width: film.picture ? film.video.videoWidth : 0, trouble: film.trouble,
      },
      narration: narration && (narration.playing ? 'playing' : 'paused'),
      ambient: ambient && (ambient.playing ? 'playing' : 'paused'),
    };
  }

  /** The narration's words for who does not hear it; '' when there are none. */
  get transcript() {
    return words(this.narration?.asset.transcript, this.player.locale);
  }

  /** @param {HTMLElement} from gets the focus back */
  showTranscript(from) {
    const { player } = this;
    player.panel.fill(player.locale, say(player.locale, 'transcript'), words(player.scene?.title, player.locale), () => paragraphs(this.transcript).map((part) => element('p', {}, part)), from);
  }
}

/** @returns {boolean} whether the reader asked the browser to save data */
function saving() {
  return /** @type {{ connection?: { saveData?: boolean } }} */ (navigator).connection?.saveData === true;
}

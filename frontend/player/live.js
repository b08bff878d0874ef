/**
 * What moves and sounds in a scene: its film, its narration, its ambient sound. The one place that starts and stops them.
 *
 * @typedef {import('./player.js').Player} Player
 * @typedef {import('../shared/formats.js').Scene} Scene
 * @typedef {import('../shared/formats.js').Asset} Asset
 */
import { paragraphs, words } from '../shared/text.js';
import { element } from './elements.js';
import { FilmBar } from './film/bar.js';
import { FramedPoster } from './film/framed_poster.js';
import { SceneFilm } from './film/scene_film.js';
import { filmWidths } from './film/source.js';
import { Holds } from './holds.js';
import { LiveActions } from './live_actions.js';
import { LiveTrouble, troubleSentence } from './live_trouble.js';
import { say } from './messages.js';
import { calm } from './motion.js';
import { saving } from './saving.js';
import { settings } from './settings.js';
import { Sound } from './sounds.js';
import { neededWidth } from './tiers.js';

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
    this.holds = new Holds(() => this.parts);
    this.trouble = new LiveTrouble(player);
    this.act = new LiveActions(this);
    /** @type {Set<() => void>} told of every change */
    this.followers = new Set();
    this.poster = player.stage && new FramedPoster(player.stage);
    this.bar = new FilmBar(player.page.main, this);
    document.addEventListener('visibilitychange', () => {
      const { headset } = player;
      // Some browsers hide the page while a headset shows it.
      if (document.hidden && headset?.session.visibilityState !== 'visible') this.holds.add('hidden');
      else this.holds.lift('hidden');
    });
    for (const name of ['pointerup', 'keyup', 'touchend']) document.addEventListener(name, () => this.breathe(), { passive: true });
  }

  /** What there is of them in this scene. */
  get parts() {
    return [this.film, this.narration, this.ambient].filter((part) => part !== null);
  }

  /* ---- scenes ---- */

  /** @param {Scene} scene @param {Asset | undefined} asset its picture or film, that is placed already */
  enter(scene, asset) {
    this.leave();
    const { stage, backdrop, content, locale } = this.player;
    this.narration = this.sound(scene.narration, {});
    this.ambient = this.sound(scene.ambient, { loop: true, loudness: QUIET });
    if (asset?.kind === 'video' && stage && backdrop && !this.player.flat) {
      const film = new SceneFilm(asset, locale, { stage, backdrop, content, pictured: () => this.poster?.clear(), changed: () => this.changed() });
      this.film = film;
      this.fit();
      if (!calm() && !saving()) this.holds.whenFree(() => void film.begin());
    }
    this.bar.show(locale);
    this.breathe();
    this.changed();
  }

  /** @param {string | undefined} id @param {ConstructorParameters<typeof Sound>[3]} how */
  sound(id, how) {
    const { manifest, content } = this.player;
    const asset = manifest?.assets[id ?? ''];
    return asset?.kind === 'audio' ? new Sound(asset, content, () => this.changed(), how) : null;
  }

  /** Before a scene is left: all falls silent, the last frame stays for as long as it fades. */
  hush() {
    for (const part of this.parts) part.pause();
    this.holds.forget();
  }

  /** The scene's picture is about to be taken away. */
  leave() {
    for (const part of this.parts) part.destroy();
    this.film = this.narration = this.ambient = null;
    this.trouble.forget();
    this.holds.forget();
    this.holds.lift('panel');
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
    const { headset, stage, camera } = this.player;
    if (!stage) return;
    const { needed, most } = filmWidths(neededWidth(camera.view.fov, stage.pixelsAcross), stage.maxTexture, headset !== null);
    this.film?.fit(needed, most);
  }

  translate() {
    const { locale } = this.player;
    this.film?.setLocale(locale);
    this.bar.show(locale);
    this.changed();
  }

  /** Starts the ambient sound, once somebody has touched the page: before that a browser refuses, and people are startled. */
  breathe() {
    const { ambient } = this;
    if (!ambient || this.ambientOff || ambient.wanted || ambient.trouble || this.holds.any || navigator.userActivation?.hasBeenActive === false) return;
    ambient.play().catch(() => undefined);
  }

  /* ---- what others show ---- */

  /** Whether the browser let the film begin without its sound only. */
  get silenced() {
    return this.film?.silenced ?? false;
  }

  /** By the browser, or by the reader. */
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
    return troubleSentence(this, this.player.locale);
  }

  changed() {
    this.trouble.follow(this);
    this.bar.update();
    for (const follower of this.followers) follower();
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

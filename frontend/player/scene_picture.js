/**
 * The picture of the scene at hand: which one, how sharp it gets, and what stands in for one that cannot be had or cannot turn.
 *
 * @typedef {import('../shared/formats.js').Scene} Scene
 * @typedef {import('../shared/formats.js').Panorama} Panorama
 * @typedef {import('./player.js').Player} Player
 */
import { words } from '../shared/text.js';
import { asPanorama } from './film/as_panorama.js';
import { say } from './messages.js';
import { animate } from './motion.js';
import { assetOf } from './room.js';
import { saving } from './saving.js';
import { flatPictures, wantedWidth } from './tiers.js';
import { contentSentence, isAway } from './trouble.js';

/** Ways out of a scene and into the next, ms: the next one is seen, if dimly, well within 150. */
const FADE_OUT = 60;
const FADE_IN = 160;
/** How light the next scene is when it comes up, as a part of full light. */
const DUSK = 0.35;

export class ScenePicture {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    /** The last picture of this scene that could not be had. @type {unknown} */
    this.trouble = null;
    const { backdrop } = player;
    if (!backdrop) return;
    backdrop.failed = (error, ref) => {
      this.trouble = error;
      player.fail(`${error instanceof Error ? error.message : String(error)} (${ref.path})`);
    };
    backdrop.tornLater = () => {
      if (player.settled) void this.sharpen();
    };
  }

  /** @param {Scene} scene @returns {Panorama | null} what to paint: of a 360° video its poster */
  panorama(scene) {
    const { player } = this;
    const asset = player.manifest && assetOf(player.manifest, scene);
    if (asset?.kind === 'panorama') return asset;
    if (asset?.kind === 'video') return asPanorama(asset);
    player.notice(say(player.locale, 'sceneUnknown'));
    player.fail(`scene ${scene.id}: no picture`);
    return null;
  }

  /** @param {Scene} scene @param {Panorama | null} panorama of it @returns {Promise<void>} when the first picture is painted */
  async place(scene, panorama) {
    const { backdrop, ahead } = this.player;
    this.trouble = null;
    if (panorama) await backdrop?.place(panorama, scene.pose, ahead.take(panorama));
    else backdrop?.clear();
  }

  /** How wide a picture this screen, or a headset, pays for: pixels for 360°. */
  get needed() {
    const { headset, camera, stage } = this.player;
    return wantedWidth(camera.view.fov, stage?.pixelsAcross ?? 0, { headset: headset !== null, saving: saving() });
  }

  /** Loads the picture that this screen, or a headset, pays for. */
  async sharpen() {
    const { player } = this;
    const { backdrop } = player;
    if (!backdrop) return;
    player.live.fit();
    await backdrop.sharpen(this.needed);
    const { trouble } = this;
    this.trouble = null;
    // Only what people miss is told: a tier that came makes up for a poster that did not.
    if (trouble && backdrop.sharpness !== 'tier' && player.waiting.toGet(() => void this.sharpen())) player.notice(contentSentence(trouble, 'picture', player.locale));
  }

  /**
   * Where there is nothing to paint: a film's poster where its view is, else the scene's own, flat, else the room's, which is said to be that.
   * Never a black page.
   * @param {Scene} scene
   */
  async standIn(scene) {
    const { player } = this;
    const { live, page, locale, content } = player;
    const asset = player.manifest && assetOf(player.manifest, scene);
    const own = asset && 'poster' in asset ? asset.poster : null;
    try {
      if (live.film) return await live.hang(scene);
      if (own) await page.showFlat(content, [own], words(scene.alt, locale));
      else await this.standInOfRoom('sceneUnknown');
    } catch (error) {
      player.fail(String(error));
      this.uncover();
      // Out of reach was told already, and that it comes by itself.
      if (!isAway(error)) await this.standInOfRoom('sceneUnseen');
    }
    player.rest();
  }

  /** The room's own picture, which may be another place's: it must not pass for this one's. @param {'sceneUnknown' | 'sceneUnseen'} why */
  async standInOfRoom(why) {
    const { player } = this;
    const { page, locale, cover, content } = player;
    let sentence = say(locale, why);
    if (cover) {
      try {
        await page.showFlat(content, [cover], say(locale, 'roomPicture'));
        sentence += ` ${say(locale, 'roomPictureInstead')}`;
      } catch (error) {
        player.fail(String(error));
        this.uncover();
      }
    } else if (player.flat) page.flat.replaceChildren();          // another scene's
    // In a headset nobody sees that picture.
    if (player.headset) player.headset.tell(say(locale, why));
    page.notice(sentence);
  }

  /** Nothing came to lie flat: what turns comes back, if there is anything. */
  uncover() {
    if (!this.player.flat) this.player.page.hideFlat();
  }

  /** Without WebGL: the picture flat, the hotspots as a list. @param {Scene} scene */
  async showFlat(scene) {
    const { player } = this;
    const { locale, manifest } = player;
    const pictures = flatPictures(manifest && assetOf(manifest, scene));
    player.notice(say(locale, 'noWebGL'));
    try {
      if (pictures.length) await player.page.showFlat(player.content, pictures, words(scene.alt, locale));
      else await this.standInOfRoom('sceneUnknown');
    } catch (error) {
      player.fail(String(error));
      player.waiting.toGet(() => void this.showFlat(scene));
      if (isAway(error)) player.notice(`${say(player.locale, 'noWebGL')} ${contentSentence(error, 'picture', player.locale)}`);
      else await this.standInOfRoom('sceneUnseen');
    }
    player.ready = player.settled = true;
  }

  /** Before the scene is left. */
  async fadeOut() {
    const { stage, backdrop } = this.player;
    if (stage) await animate(stage.onFrame, FADE_OUT, (part) => backdrop?.dim(1 - part * (1 - DUSK))).done;
  }

  /** Once the next one is painted. */
  fadeIn() {
    const { stage, backdrop } = this.player;
    if (stage) void animate(stage.onFrame, FADE_IN, (part) => backdrop?.dim(DUSK + part * (1 - DUSK)));
  }
}

/**
 * The player: shows a room's scenes, opens its hotspots and leads on. Holds the state that all its parts read.
 *
 * @typedef {import('../shared/formats.js').Manifest} Manifest
 * @typedef {import('../shared/formats.js').Scene} Scene
 * @typedef {import('../shared/formats.js').Hotspot} Hotspot
 * @typedef {import('../shared/formats.js').Panorama} Panorama
 * @typedef {import('../shared/formats.js').Arrive} Arrive
 * @typedef {import('../shared/formats.js').View} View
 * @typedef {import('../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('./panel_content.js').PanelContent} PanelContent
 * @typedef {import('./stage.js').Stage} Stage
 * @typedef {import('./config.js').Config} Config
 */
import { forget } from '../shared/begun.js';
import { FULL } from '../shared/projection.js';
import { words } from '../shared/text.js';
import { Ahead } from './ahead.js';
import { Backdrop } from './backdrop.js';
import { asPanorama } from './film/as_panorama.js';
import { Live } from './live.js';
import { wantsIn } from './flashing.js';
import { between, fit, inRoom, zoom } from './looking.js';
import { say } from './messages.js';
import { animate, calm } from './motion.js';
import { withinReach } from './offline/reach.js';
import { describe, spokenText } from './panel_content.js';
import { arrival, assetOf, hotspotsOf, isManifest, neighbours, sceneOf } from './room.js';
import { HEADSET_WIDTH, SAVING_WIDTH, neededWidth } from './tiers.js';
import { contentSentence, isAway } from './trouble.js';

/** Ways out of a scene and into the next, ms: the next one is seen, if dimly, well within 150. */
const FADE_OUT = 60;
const FADE_IN = 160;
/** How light the next scene is when it comes up, as a part of full light. */
const DUSK = 0.35;
const GLIDE = 160;
/** Kinds of hotspots whose panels have more than words and pictures. @type {Set<string>} */
const PARTS = new Set(['video', 'audio', 'quiz', 'mesh']);
/** After this long without a turn the view is at rest. */
const REST = 300;

/**
 * @typedef {object} Parts what the page gives the player
 * @property {Stage | null} stage null without WebGL: the picture is shown flat
 * @property {import('./spots.js').SpotButtons} spots
 * @property {import('./panel.js').Panel} panel
 * @property {import('./toolbar.js').Toolbar} toolbar
 * @property {import('./page.js').Page} page
 */

export class Player {
  /** @param {Config} config @param {ContentRoot} content @param {Parts} parts */
  constructor(config, content, parts) {
    this.config = config;
    this.content = content;
    this.stage = parts.stage;
    this.spots = parts.spots;
    this.panel = parts.panel;
    this.toolbar = parts.toolbar;
    this.page = parts.page;
    this.backdrop = this.stage && new Backdrop(this.stage, content);
    this.ahead = new Ahead(content, this.stage?.maxTexture ?? 0);
    /** The last picture of this scene that could not be had. @type {unknown} */
    this.trouble = null;
    if (this.backdrop) {
      this.backdrop.failed = (error, ref) => {
        this.trouble = error;
        this.fail(`${error instanceof Error ? error.message : String(error)} (${ref.path})`);
      };
      this.backdrop.tornLater = () => {
        if (this.settled) void this.sharpen();
      };
    }
    this.locale = config.locale;
    /** @type {Manifest | null} */
    this.manifest = null;
    /** @type {Scene | null} */
    this.scene = null;
    /** @type {View} */
    this.view = { yaw: 0, pitch: 0, fov: 90 };
    /** What somebody chose to look at: a screen of another shape shows less of it, or goes less far, for as long as it has that shape. @type {View} */
    this.chosen = this.view;
    /** What there is to see in this scene. @type {import('./looking.js').Reach} */
    this.reach = FULL;
    /** Where a movement under way ends. @type {View | null} */
    this.goal = null;
    /** @type {{ content: PanelContent, spot: Hotspot } | null} */
    this.open = null;
    /** Set while a headset shows the room. @type {import('./vr/headset.js').Headset | null} */
    this.headset = null;
    /** What went wrong, in order, for the test surface. @type {string[]} */
    this.errors = [];
    this.ready = false;
    this.settled = false;
    /** Counts scenes entered, so that what arrives late for an earlier one is dropped. */
    this.visit = 0;
    /** @type {ReturnType<typeof animate> | null} */
    this.gliding = null;
    this.resting = 0;
    /** Where the manifest came from. @type {{ path: string, sha256?: string } | null} */
    this.manifestRef = null;
    /** What is tried again once the network is back; a wish is where somebody wants to go. @type {{ again: () => void, wish: boolean } | null} */
    this.waiting = null;
    this.live = new Live(this);
  }

  /* ---- rooms and scenes ---- */

  /**
   * @param {{ path: string, sha256?: string }} ref of the manifest
   * @param {string | null} sceneId @param {Arrive} [arrive]
   * @returns {Promise<boolean>} whether it is shown: nobody is led into flashing lights unasked
   */
  async enterRoom(ref, sceneId, arrive) {
    const manifest = await this.content.room(ref);
    if (!isManifest(manifest)) throw new SyntaxError('not a room manifest of version 1');
    if (!await wantsIn(this, manifest)) return false;
    this.manifest = manifest;
    this.manifestRef = ref;
    if (!manifest.languages.includes(this.locale)) this.locale = manifest.languages[0] ?? 'nl';
    await this.enterScene(sceneOf(manifest, sceneId), arrive);
    return true;
  }

  /** @param {Scene} scene @param {Arrive} [arrive] */
  async enterScene(scene, arrive) {
    const { manifest, backdrop, stage } = this;
    if (!manifest) return;
    const visit = ++this.visit;
    const first = this.scene === null;
    this.waiting = null;
    this.closePanel();
    this.page.quiet();
    this.live.hush();
    this.settled = false;
    if (!first && stage && backdrop) await animate(stage.onFrame, FADE_OUT, (part) => backdrop.dim(1 - part * (1 - DUSK))).done;
    if (visit !== this.visit) return;
    this.live.leave();
    this.scene = scene;
    const shown = stage && this.panorama(scene);
    this.reach = inRoom(shown?.coverage ?? FULL, scene.pose, hotspotsOf(scene).map(({ at }) => at));
    if (stage) this.page.hideFlat();
    this.gliding?.stop();
    const dress = () => {
      this.spots.show(hotspotsOf(scene), this.locale);
      this.follow();
      this.translate();
    };
    if (!first || !stage) dress();
    const asset = assetOf(manifest, scene);
    if (!stage || !backdrop) {
      this.live.enter(scene, asset);
      return this.showFlat(scene);
    }
    const before = first ? null : this.headset?.view() ?? this.view;
    const view = arrival(scene, arrive, before);
    this.trouble = null;
    const placed = shown ? backdrop.place(shown, scene.pose, this.ahead.take(shown)) : backdrop.clear();
    this.look(view);                       // what is in view is asked for while the first picture is painted
    await placed;
    if (visit !== this.visit) return;
    if (first) dress();                    // in one frame with the picture: each takes the graphics card as long as many tiles
    this.headset?.arrive(hotspotsOf(scene), arrive === 'same' ? null : view.yaw);
    this.spots.speak(this.locale, this.view.yaw);
    this.live.enter(scene, asset);
    if (first) backdrop.dim(1);
    else void animate(stage.onFrame, FADE_IN, (part) => backdrop.dim(DUSK + part * (1 - DUSK)));
    if (backdrop.sharpness !== 'nothing') this.ready = true;
    await this.sharpen();
    if (visit !== this.visit) return;
    if (backdrop.sharpness === 'nothing' && this.live.film) await this.live.hang(scene).catch((error) => this.fail(String(error)));
    else if (backdrop.sharpness === 'nothing') {
      const posters = [asset && 'poster' in asset ? asset.poster : null, this.config.poster].filter((ref) => !!ref);      // never a black page
      if (posters.length) await this.page.showFlat(this.content, posters, words(scene.alt, this.locale)).catch((error) => this.fail(String(error)));
      if (visit !== this.visit) return;
    }
    this.ready = this.settled = true;
    if (!first || document.activeElement === document.body) this.page.announce(say(this.locale, 'atScene', { title: words(scene.title, this.locale), alt: words(scene.alt, this.locale) }));
    this.preload(scene);
  }

  /** @param {Scene} scene @returns {Panorama | null} what to paint: of a 360° video its poster */
  panorama(scene) {
    const asset = this.manifest && assetOf(this.manifest, scene);
    if (asset?.kind === 'panorama') return asset;
    if (asset?.kind === 'video') return asPanorama(asset);
    this.notice(say(this.locale, 'sceneUnknown'));
    this.fail(`scene ${scene.id}: no picture`);
    return null;
  }

  /** Loads the picture that this screen, or a headset, pays for. */
  async sharpen() {
    const { backdrop, stage } = this;
    if (!backdrop || !stage) return;
    this.live.fit();
    await backdrop.sharpen(this.needed);
    const { trouble } = this;
    this.trouble = null;
    // Only what people miss is told: a tier that came makes up for a poster that did not.
    if (trouble && backdrop.sharpness !== 'tier' && this.await(() => void this.sharpen())) this.notice(contentSentence(trouble, 'picture', this.locale));
  }

  /** How wide a picture this screen, or a headset, pays for: pixels for 360°. */
  get needed() {
    if (this.headset) return HEADSET_WIDTH;
    return saving() ? SAVING_WIDTH : neededWidth(this.view.fov, this.stage?.pixelsAcross ?? 0);
  }

  /** @param {Scene} scene */
  preload(scene) {
    const { manifest } = this;
    if (!manifest) return;
    forget();
    const next = neighbours(manifest, scene).map((other) => assetOf(manifest, other));
    if (this.backdrop) this.ahead.expect(saving() ? [] : next.filter((asset) => asset?.kind === 'panorama'));
    if (scene.hotspots.some(({ kind }) => PARTS.has(kind))) import('./panel_parts.js').catch(() => undefined);
    if (scene.hotspots.some(({ kind }) => kind === 'activity' || kind === 'room')) this.content.sectors().catch(() => undefined);
  }

  /** Without WebGL: the picture flat, the hotspots as a list. @param {Scene} scene */
  async showFlat(scene) {
    const asset = this.manifest && assetOf(this.manifest, scene);
    this.notice(say(this.locale, 'noWebGL'));
    if (asset && asset.kind !== 'mesh' && 'poster' in asset) {
      const ref = asset.kind === 'panorama' ? asset.tiers.toSorted((a, b) => a.width - b.width)[0]?.image ?? asset.poster : asset.poster;
      try {
        await this.page.showFlat(this.content, [ref, asset.poster], words(scene.alt, this.locale));
      } catch (error) {
        this.fail(String(error));
        this.await(() => void this.showFlat(scene));
        this.notice(`${say(this.locale, 'noWebGL')} ${contentSentence(error, 'picture', this.locale)}`);
      }
    }
    this.ready = this.settled = true;
  }

  /* ---- looking ---- */

  /** @param {View} view is fitted to the screen and the picture */
  look(view) {
    this.gliding?.stop();
    this.gliding = null;
    this.goal = null;
    this.turn(view);
  }

  /** @param {View} view */
  turn(view) {
    const fov = view.fov === this.view.fov ? this.chosen.fov : view.fov;
    this.show(view);
    this.chosen = { ...this.view, fov };
  }

  /** @param {View} view */
  show(view) {
    const { stage } = this;
    if (!stage) return;
    const closer = view.fov < this.view.fov;
    this.view = fit(view, stage.aspect, this.reach);
    this.backdrop?.look(this.view, this.needed);
    this.follow();
    clearTimeout(this.resting);
    this.resting = window.setTimeout(() => {
      this.spots.speak(this.locale, this.view.yaw);
      this.rest();
      if (closer && this.settled) void this.sharpen();
    }, REST);
  }

  /** A short movement to a view. @param {View} view @param {number} [duration] ms */
  glide(view, duration = GLIDE) {
    const { stage } = this;
    if (!stage) return;
    this.gliding?.stop();
    const from = this.view;
    const to = fit(view, stage.aspect, this.reach);
    this.goal = to;
    this.gliding = animate(stage.onFrame, duration, (part) => {
      this.turn(between(from, to, part));
      if (part === 1) this.goal = null;
    });
  }

  follow() {
    if (this.stage) this.spots.follow(this.view, this.stage.canvas.clientWidth, this.stage.canvas.clientHeight, this.reach);
  }

  /** What lies upon the picture and its discs get out of each other's way; also asked when a panel opens or a button comes. */
  rest() {
    this.follow();
    this.page.clearDiscs();
    this.spots.rest();
  }

  resize() {
    this.stage?.resize();
    this.show(this.chosen);
  }

  /** @param {number} factor > 1 goes closer */
  zoom(factor) {
    this.glide(zoom(this.goal ?? this.view, factor));
  }

  /* ---- hotspots ---- */

  /** @param {Hotspot} spot @param {HTMLElement | null} from gets the focus back */
  async activate(spot, from) {
    const { manifest } = this;
    if (!manifest) return;
    if (spot.kind === 'scene') {
      const next = manifest.scenes.find((scene) => scene.id === spot.scene);
      if (next) return this.leadOn(next, spot.arrive);
      this.fail(`scene ${spot.scene}: not in the manifest`);
      return this.notice(say(this.locale, 'sceneAbsent'));
    }
    if (spot.kind === 'room') return this.toRoom(spot);
    const visit = this.visit;
    const sectors = spot.kind === 'activity' ? await this.content.sectors().catch((error) => {
      this.fail(String(error));
      return null;
    }) : null;
    if (visit !== this.visit) return;
    const content = describe(spot, manifest, this.locale, sectors);
    this.open = { content, spot };
    this.live.panelOpened(content);
    if (this.headset) {
      await this.headset.openPanel(content, spot);
      // Nobody sees the page now; who listens to it, or watches along, hears what was opened.
      this.page.announce(say(this.locale, 'opened', { title: content.title, body: spokenText(content) }));
    } else {
      this.panel.show(content, this.locale, from);
    }
  }

  /** @param {Scene} scene @param {Arrive} [arrive] */
  async leadOn(scene, arrive) {
    const held = document.activeElement?.closest('.spot') !== null;
    const asset = this.manifest && assetOf(this.manifest, scene);
    if (asset && !this.ahead.holds(asset) && !(await withinReach(this.content, asset))) {
      this.fail(`scene ${scene.id}: out of reach`);
      return this.wait(() => void this.leadOn(scene, arrive));
    }
    this.page.remember(scene.id);
    await this.enterScene(scene, arrive);
    if (held) this.page.focusPicture();
  }

  /** Somebody wants to go where there is no way yet, and goes on once the network is back. @param {() => void} again */
  wait(again) {
    this.waiting = { again, wish: true };
    this.notice(say(this.locale, 'unreachable'));
  }

  /**
   * What is missing here is tried again once the network is back, unless somebody waits to go elsewhere: that, and its sentence, stays.
   * @param {() => void} again @returns {boolean} whether it waits
   */
  await(again) {
    if (this.waiting?.wish) return false;
    this.waiting = { again, wish: false };
    return true;
  }

  /** The other room in this same page, so that a headset stays in VR. @param {Hotspot} spot */
  async toRoom(spot) {
    try {
      const rooms = (await this.content.sectors()).flatMap((sector) => sector.rooms);
      const room = rooms.find(({ id }) => id === spot.room);
      if (!room) {
        this.fail(`room ${spot.room}: not in the release`);
        this.notice(say(this.locale, 'roomAbsent'));
        return;
      }
      if (!await this.enterRoom(room.manifest, null, spot.arrive)) return;
      this.page.rememberRoom(this.config, room.id, room.manifest);
      this.page.focusPicture();
    } catch (error) {
      this.fail(String(error));
      if (isAway(error)) this.wait(() => void this.toRoom(spot));
      else this.notice(contentSentence(error, 'manifest', this.locale));
    }
  }

  /** Closes what is open, on the page or in the headset. */
  closePanel() {
    this.panel.close();
    this.headset?.closePanel();
    this.open = null;
    this.live.panelClosed();
  }

  /* ---- words ---- */

  /** @param {string} locale */
  setLocale(locale) {
    this.locale = locale;
    this.page.rememberLocale(locale);
    this.translate();
    this.spots.speak(locale, this.view.yaw);
    this.headset?.translate();
    this.live.translate();
    void this.translatePanel();
  }

  /** What is open on the page stays open, in the other words. */
  async translatePanel() {
    const { open, manifest, panel } = this;
    if (this.headset) return;
    if (!open || !manifest) return panel.translate(this.locale);
    const sectors = open.spot.kind === 'activity' ? await this.content.sectors().catch(() => null) : null;
    if (this.open !== open) return;
    this.open = { spot: open.spot, content: describe(open.spot, manifest, this.locale, sectors) };
    panel.show(this.open.content, this.locale, null);
  }

  translate() {
    const { manifest, scene, locale } = this;
    if (!manifest || !scene) return;
    this.page.title(locale, words(manifest.title, locale), words(scene.title, locale), words(scene.alt, locale));
    this.toolbar.show(locale, manifest.languages);
    this.panel.languages = manifest.languages;
  }

  /** Shown to whoever looks, on the page and in the headset. @param {string} sentence */
  notice(sentence) {
    this.page.notice(sentence);
    this.headset?.tell(sentence);
  }

  /** @param {string} what for the test surface and the console */
  fail(what) {
    this.errors.push(what);
    console.warn(`Kijkkamer: ${what}`);
  }

  get calm() {
    return calm();
  }
}

/** @returns {boolean} whether the reader asked the browser to save data */
function saving() {
  return /** @type {{ connection?: { saveData?: boolean } }} */ (navigator).connection?.saveData === true;
}

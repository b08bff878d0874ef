/**
 * The player: opens a room, shows its scenes, visits their hotspots and leads on. Holds the state that all its parts read.
 *
 * @typedef {import('../shared/formats.js').View} View
 * @typedef {import('../shared/formats.js').Manifest} Manifest
 * @typedef {import('../shared/formats.js').Scene} Scene
 * @typedef {import('../shared/formats.js').Hotspot} Hotspot
 * @typedef {import('../shared/formats.js').Arrive} Arrive
 * @typedef {import('../shared/formats.js').Ref} Ref
 * @typedef {import('../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('./stage.js').Stage} Stage
 * @typedef {import('./config.js').Config} Config
 */
import { forget } from '../shared/begun.js';
import { FULL } from '../shared/projection.js';
import { words } from '../shared/text.js';
import { Ahead } from './ahead.js';
import { Backdrop } from './backdrop.js';
import { Camera } from './camera.js';
import { underWay } from './coming.js';
import { wantsIn } from './flashing.js';
import { Journey } from './journey.js';
import { Live } from './live.js';
import { facing, inRoom } from './looking.js';
import { lookSentence, say } from './messages.js';
import { OpenHotspot } from './open_hotspot.js';
import { arrival, assetOf, hotspotsOf, isManifest, neighbours, sceneOf } from './room.js';
import { saving } from './saving.js';
import { ScenePicture } from './scene_picture.js';
import { Waiting } from './waiting.js';
import { toRoom, toScene } from './ways.js';

/** Kinds of hotspots whose panels have more than words and pictures. @type {Set<string>} */
const PARTS = new Set(['video', 'audio', 'quiz', 'mesh']);

/**
 * @typedef {object} Parts what the page gives the player
 * @property {Stage | null} stage null without WebGL: the picture is shown flat
 * @property {import('./spots.js').SpotButtons} spots
 * @property {import('./panel.js').Panel} panel
 * @property {import('./toolbar.js').Toolbar} toolbar
 * @property {import('./page.js').Page} page
 */

/** @typedef {{ manifest: { path: string, sha256?: string }, poster?: Ref | null, kept?: boolean }} Place where a room is, its own picture, and whether this device is known to keep it */

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
    /** What is shown now, and what the visitor wants: a room may not have it. */
    this.locale = this.wanted = config.locale;
    /** Whether nothing turns: there is no WebGL, or the graphics card is lost. */
    this.flat = parts.stage === null;
    /** @type {Manifest | null} */
    this.manifest = null;
    /** Where the manifest came from. @type {{ path: string, sha256?: string } | null} */
    this.manifestRef = null;
    /** The room's own picture. @type {Ref | null} */
    this.cover = config.poster ?? null;
    /** @type {Scene | null} */
    this.scene = null;
    /** Set while a headset shows the room. @type {import('./vr/headset.js').Headset | null} */
    this.headset = null;
    /** What went wrong, in order, for the test surface. @type {string[]} */
    this.errors = [];
    /** Whether there is a picture, and whether nothing more comes of it. */
    this.ready = false;
    this.settled = false;
    /** Counts scenes entered, so that what arrives late for an earlier one is dropped. */
    this.visit = 0;
    this.journey = new Journey();
    this.open = new OpenHotspot(this);
    this.waiting = new Waiting();
    this.camera = new Camera(this.stage, { turned: () => this.turned(), rested: (closer) => this.rested(closer) });
    this.backdrop = this.stage && new Backdrop(this.stage, content);
    this.ahead = new Ahead(content, this.stage?.maxTexture ?? 0);
    this.picture = new ScenePicture(this);
    this.live = new Live(this);
  }

  /* ---- a room opens, a scene is shown ---- */

  /**
   * @param {Place} place
   * @param {object} how
   * @param {() => boolean} how.still whether somebody still wants to go there
   * @param {string | null} [how.scene] @param {Arrive | View} [how.arrive]
   * @param {() => void} [how.entered] is called when they are let in, before the first picture comes
   * @returns {Promise<boolean>} false when they are not: nobody is led into flashing lights unasked
   */
  async enterRoom({ manifest: ref, poster }, { still, scene = null, arrive, entered }) {
    const manifest = await underWay(this, still, this.content.room(ref));
    if (!still()) return true;
    if (!isManifest(manifest)) throw new SyntaxError('not a room manifest of version 1');
    const wanted = await wantsIn(this, manifest);
    if (!still()) return true;
    if (!wanted) {
      this.journey.end();
      this.page.quiet(say(this.locale, 'roomComing'));
      return false;
    }
    this.manifest = manifest;
    this.manifestRef = ref;
    this.cover = poster ?? null;
    this.locale = manifest.languages.includes(this.wanted) ? this.wanted : manifest.languages[0] ?? 'nl';
    entered?.();
    await this.enterScene(sceneOf(manifest, scene), arrive);
    return true;
  }

  /** @param {Scene} scene @param {Arrive | View} [arrive] */
  async enterScene(scene, arrive) {
    const { manifest, stage, backdrop, camera, picture, live } = this;
    if (!manifest) return;
    const visit = ++this.visit;
    const first = this.scene === null;
    if (scene !== this.scene) this.waiting.clear();          // else it is painted anew: wherever somebody is on the way to, they still are
    await this.leaveScene();
    if (visit !== this.visit) return;
    live.leave();
    if (scene !== this.scene) this.journey.end();
    this.scene = scene;
    const asset = assetOf(manifest, scene);
    if (!stage || !backdrop || this.flat) {
      this.dress(scene);
      live.enter(scene, asset);
      await picture.showFlat(scene);
      if (visit !== this.visit) return;
      if (!first) this.announce(scene);
      this.keepFocus(first);
      return;
    }
    const panorama = picture.panorama(scene);
    camera.reach = inRoom(panorama?.coverage ?? FULL, scene.pose, hotspotsOf(scene).map(({ at }) => at));
    this.page.hideFlat();
    if (!first) this.dress(scene);
    this.keepFocus(first);
    const view = arrival(scene, arrive, first ? null : this.view());
    const placed = picture.place(scene, panorama);
    camera.look(view);                     // what is in view is asked for while the first picture is painted
    await placed;
    if (visit !== this.visit) return;
    if (first) this.dress(scene);          // in one frame with the picture: each takes the graphics card as long as many tiles
    const ahead = facing(view, inRoom(panorama?.coverage ?? FULL, scene.pose), arrive !== 'same');
    this.headset?.arrive(hotspotsOf(scene), arrive === 'same' && ahead === view.yaw ? null : ahead);
    this.spots.speak(this.locale, camera.view.yaw);
    live.enter(scene, asset);
    if (first) backdrop.dim(1);
    else picture.fadeIn();
    if (backdrop.sharpness !== 'nothing') this.ready = true;
    await picture.sharpen();
    if (visit !== this.visit) return;
    if (backdrop.sharpness === 'nothing') await picture.standIn(scene);
    if (visit !== this.visit) return;
    this.ready = this.settled = true;
    if (!first || document.activeElement === document.body) this.announce(scene);
    this.preload(scene);
  }

  /** What was said, shown and heard of the scene at hand ends; its picture, grown dim, stays until the next one is placed. */
  async leaveScene() {
    this.open.close();
    this.page.quiet();
    this.live.hush();
    this.settled = false;
    if (this.scene) await this.picture.fadeOut();
  }

  /** @param {Scene} scene */
  announce(scene) {
    this.page.announce(say(this.locale, 'atScene', { title: words(scene.title, this.locale), alt: words(scene.alt, this.locale) }));
  }

  /** What had the focus went with the scene before: it goes on at the picture, at once, for later somebody may have moved it. @param {boolean} first */
  keepFocus(first) {
    if (!first && document.activeElement === document.body) this.page.focusPicture();
  }

  /** The page around the picture becomes the scene's. @param {Scene} scene */
  dress(scene) {
    this.spots.show(hotspotsOf(scene), this.locale);
    this.follow();
    this.translate();
  }

  /** What its hotspots lead to comes meanwhile. @param {Scene} scene */
  preload(scene) {
    const { manifest } = this;
    if (!manifest) return;
    forget();
    const next = neighbours(manifest, scene).map((other) => assetOf(manifest, other));
    if (this.stage) this.ahead.expect(saving() ? [] : next.filter((asset) => asset?.kind === 'panorama'));
    if (scene.hotspots.some(({ kind }) => PARTS.has(kind))) import('./panel_parts.js').catch(() => undefined);
    if (scene.hotspots.some(({ kind }) => kind === 'activity' || kind === 'room')) this.content.sectors().catch(() => undefined);
  }

  /* ---- somebody looks around ---- */

  /** Where somebody looks, in a headset or on the page. @returns {View} */
  view() {
    return this.headset?.view() ?? this.camera.view;
  }

  turned() {
    this.backdrop?.look(this.camera.view, this.picture.needed);
    this.follow();
  }

  /** @param {boolean} closer */
  rested(closer) {
    this.spots.speak(this.locale, this.camera.view.yaw);
    this.rest();
    if (closer && this.settled) void this.picture.sharpen();
  }

  follow() {
    if (!this.stage) return;
    const { canvas } = this.stage;
    if (canvas.hidden) this.spots.lie();
    else this.spots.follow(this.camera.view, canvas.clientWidth, canvas.clientHeight, this.camera.reach);
  }

  /** What lies upon the picture and its discs get out of each other's way; also asked when a panel opens or a button comes. */
  rest() {
    this.follow();
    this.page.clearDiscs();
    if (!this.stage?.canvas.hidden) this.spots.rest();
  }

  resize() {
    this.stage?.resize();
    this.camera.refit();
  }

  /* ---- a hotspot is visited, and may lead on ---- */

  /** @param {Hotspot} spot @param {HTMLElement | null} from gets the focus back */
  async activate(spot, from) {
    if (spot.kind === 'scene') return toScene(this, spot);
    if (spot.kind === 'room') return toRoom(this, spot);
    return this.open.show(spot, from);
  }

  /* ---- words ---- */

  /** @param {string} locale */
  setLocale(locale) {
    this.locale = this.wanted = locale;
    this.page.rememberLocale(locale);
    this.translate();
    this.spots.speak(locale, this.camera.view.yaw);
    this.headset?.translate();
    this.live.translate();
    void this.open.translate();
  }

  translate() {
    const { manifest, scene, locale } = this;
    if (!manifest || !scene) return;
    this.page.title(locale, words(manifest.title, locale), words(scene.title, locale), words(scene.alt, locale), lookSentence(assetOf(manifest, scene), locale));
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
}

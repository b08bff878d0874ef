/**
 * A room in a headset, from entering VR to leaving it: the picture about the head, discs, rays, the glass panel, the menu.
 *
 * @typedef {import('../player.js').Player} Player
 * @typedef {import('../stage.js').Stage} Stage
 * @typedef {import('../panel_content.js').PanelContent} PanelContent
 * @typedef {import('../../shared/formats.js').Hotspot} Hotspot
 * @typedef {import('../../shared/formats.js').View} View
 * @typedef {import('./aim.js').Ray} Ray
 */
import { wrap } from '../../shared/projection.js';
import { say } from '../messages.js';
import { hotspotsOf } from '../room.js';
import { settings } from '../settings.js';
import { stopped } from '../stopping.js';
import { Bearing } from './bearing.js';
import { faceLoaded } from './canvases.js';
import { Controllers } from './controllers.js';
import { Discs } from './discs.js';
import { dispose } from './dispose.js';
import { Gaze } from './gaze.js';
import { Glass } from './glass.js';
import { Head } from './head.js';
import { LivePlates } from './live_plates.js';
import { Menu } from './menu.js';
import { Minutes } from './minutes.js';
import { PictureLayer } from './picture_layer.js';
import { Pointing } from './pointing.js';
import { Rest } from './rest.js';
import { tell } from './sentences.js';
import { Shade } from './shade.js';
import { VrStage } from './vr_stage.js';
import { watch } from './watch.js';

/** ms of darkness before VR ends. */
const GOODBYE = 900;

export class Headset {
  /**
   * @param {Player} player @param {Stage} flat the page's @param {() => void} left is called when VR has ended
   * @returns {Promise<Headset>}
   * @throws when the headset does not start
   */
  static async enter(player, flat, left) {
    const xr = /** @type {XRSystem} */ (navigator.xr);
    const session = await xr.requestSession('immersive-vr', { optionalFeatures: ['local-floor', 'hand-tracking', 'layers'] });
    const stage = VrStage.of(flat);
    try {
      await stage.begin(session);
    } catch (error) {
      await session.end().catch(() => undefined);
      throw error;
    }
    player.open.close();
    const headset = new Headset(player, stage, session, left);
    player.headset = headset;
    player.backdrop?.arrange();
    if (player.scene) headset.arrive(hotspotsOf(player.scene), null);
    player.page.announce(say(player.locale, 'vrStarted'));
    void faceLoaded();
    void player.picture.sharpen();
    return headset;
  }

  /** @param {Player} player @param {VrStage} stage @param {XRSession} session @param {() => void} left */
  constructor(player, stage, session, left) {
    this.player = player;
    this.stage = stage;
    this.session = session;
    this.left = left;
    this.head = new Head();
    this.bearing = new Bearing(stage, this.head);
    this.bearing.layNext(player.camera.view.yaw);       // what the flat view looked at, whichever way a swivel chair stands
    this.time = 0;
    this.minutes = new Minutes();
    this.discs = new Discs();
    this.glass = new Glass(player.content, () => player.open.close(), player.panel.speech);
    this.rest = new Rest(player, this.glass);
    this.menu = new Menu(() => player.locale, () => ({
      stop: () => this.goodbye(),
      recentre: () => void this.bearing.layUnseen(this.start),
      previous: player.page.steps > 0 ? () => player.page.stepBack() : null,
      opened: () => player.open.close(),
    }));
    this.living = new LivePlates(player.live, () => player.locale);
    this.shade = new Shade();
    this.eye = new Gaze();
    this.layer = player.backdrop && new PictureLayer(stage, player.backdrop, player.content, (what) => player.fail(what));
    stage.world.add(this.discs.group, this.glass.group);
    stage.scene.add(this.menu.group, this.living.group, this.shade.group, this.eye.group);
    this.pointing = new Pointing({
      plates: [...this.menu.plates, ...this.living.plates], glass: this.glass, discs: this.discs,
      activate: (spot) => void player.activate(spot, null),
    });
    this.controllers = new Controllers(stage.scene, session, () => stage.renderer.xr.getReferenceSpace(), {
      select: (ray) => this.select(ray),
      back: () => this.back(),
      menu: () => this.menu.toggle(),
      recentre: () => void this.bearing.layUnseen(this.start),
      turn: (degrees) => this.snap(degrees),
    });
    this.frame = (/** @type {number} */ time, /** @type {XRFrame | undefined} */ frame) => this.tick(time, frame);
    stage.onFrame.add(this.frame);
    this.escape = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape') this.back();
    };
    document.addEventListener('keydown', this.escape);
    this.unwatch = watch(session, stage.renderer.xr.getReferenceSpace(), {
      hidden: (hidden) => (hidden ? this.rest.begin() : this.rest.end()),
      reset: () => this.bearing.layNext(this.start),
      ended: () => this.leave(),
    });
    session.addEventListener('selectstart', () => this.glass.grab(true));
    session.addEventListener('selectend', () => this.glass.grab(false));
  }

  /* ---- each frame ---- */

  /** @param {number} time ms @param {XRFrame | undefined} frame */
  tick(time, frame) {
    const { stage, player } = this;
    const space = stage.renderer.xr.getReferenceSpace();
    const pose = space && frame?.getViewerPose(space);
    if (!pose || !frame) return;
    this.time = time;
    this.target = stage.renderer.getRenderTarget();
    this.head.follow(pose);
    this.bearing.follow();
    this.menu.follow(time, this.head.place, this.head.gaze.yaw);
    this.living.follow(time, this.head.place, this.head.gaze.yaw, this.glass.rectangle !== null || this.menu.open || this.menu.asked !== null);
    this.controllers.update(frame);
    this.pointing.follow(time, this.bearing.heading, this.head, this.controllers, this.eye, player.locale);
    this.layer?.follow(frame, this.bearing.heading, player.scene?.pose);
    this.shade.veil(Math.max(this.bearing.darkness, this.layer?.darkness ?? 0));
    this.shade.follow(time, this.head.position, this.head.turn);
    const limit = settings.get('timer');
    if (this.minutes.passed(time, limit)) this.menu.say(tell(player.locale, 'timer', { minutes: limit }));
  }

  /** three.js makes one for each session and leaves it behind. @type {import('three').WebGLRenderTarget | null} */
  target = null;

  /* ---- what people do ---- */

  /** @param {Ray} ray of what selects, in the headset's space */
  select(ray) {
    const target = this.pointing.target(ray);
    if (target) target.act?.();
    else if (this.menu.open) this.menu.close();
    else if (this.glass.rectangle) this.player.open.close();          // beside the panel, as on the page
  }

  back() {
    if (this.menu.open || this.menu.asked) this.menu.close();
    else this.player.open.close();
  }

  /** @param {number} degrees to the right */
  snap(degrees) {
    this.bearing.step(degrees);
    if (settings.get('vignette')) this.shade.turned(this.time);
  }

  /** Yaw at which the scene begins. */
  get start() {
    return this.player.scene?.initial_view.yaw ?? 0;
  }

  /** Ends VR calmly: the room grows dark, a sentence says so. */
  goodbye() {
    this.player.open.close();
    this.menu.close();
    this.discs.group.visible = false;
    this.menu.say(tell(this.player.locale, 'goodbye'));
    this.stopping = true;
    void this.bearing.darken(GOODBYE).then(() => this.stop());
  }

  /** Whether somebody asked to stop, not only to take the headset off. */
  stopping = false;

  stop() {
    this.session.end().catch(() => undefined);      // it ended by itself meanwhile
  }

  /* ---- what the player asks ---- */

  /** Id of the hotspot, or name of the place on a panel or in the menu, that is pointed at. */
  get aimed() {
    return this.pointing.lit;
  }

  /** How much of the picture's light comes through, 0 to 1. */
  get light() {
    return Math.min(1 - this.bearing.darkness, this.player.backdrop?.light ?? 1);
  }

  /** Where the head looks in the room. @returns {View} */
  view() {
    const { gaze } = this.head;
    return { yaw: wrap(gaze.yaw + this.bearing.heading), pitch: gaze.pitch, fov: this.player.camera.view.fov };
  }

  /** @param {Hotspot[]} spots of a scene @param {number | null} yaw of the room to lay ahead; null: as it was */
  arrive(spots, yaw) {
    if (yaw !== null) this.bearing.layNext(yaw);
    this.discs.show(spots);
    const { backdrop, scene } = this.player;
    if (backdrop?.asset && scene) void this.layer?.photo(backdrop.asset, scene.pose);
    else this.layer?.drop();
  }

  /** @param {import('./sentences.js').Sentence} question @returns {Promise<boolean>} whether somebody wants to go on */
  asks(question) {
    return this.menu.ask(tell(this.player.locale, question), { yes: 'goOn', no: 'stay' });
  }

  /** @param {PanelContent} content @param {Hotspot} spot */
  async openPanel(content, spot) {
    this.menu.close();
    this.discs.group.visible = false;
    await this.glass.open(content, this.player.locale, spot.at);
  }

  /** A sentence on glass, straight ahead: the page's own is not visible now. @param {string} sentence */
  tell(sentence) {
    this.discs.group.visible = false;
    void this.glass.open({ id: '', kind: 'info', title: sentence, picture: null, video: null, quiz: null, mesh: null, sections: [] }, this.player.locale, this.view());
  }

  /** One that goes by itself, above the bar; nothing else changes. @param {string} sentence */
  passing(sentence) {
    this.menu.say(sentence);
  }

  closePanel() {
    this.glass.shut();
    this.discs.group.visible = true;
  }

  translate() {
    this.menu.show();
  }

  /** What three.js holds on the graphics card, beside the flat stage's own. */
  get memory() {
    return this.stage.renderer.info.memory;
  }

  /* ---- the end ---- */

  leave() {
    const { player, stage } = this;
    const view = this.view();
    this.unwatch();
    this.controllers.remove();
    this.glass.shut();
    dispose(this.glass.group);
    for (const part of [this.discs, this.menu, this.living, this.shade, this.eye]) part.remove();
    this.layer?.remove();
    this.target?.dispose();
    this.bearing.remove();
    stage.onFrame.delete(this.frame);
    document.removeEventListener('keydown', this.escape);
    player.headset = null;
    player.open.closed();
    this.rest.end();
    player.page.announce(say(player.locale, 'vrEnded'));
    // three.js gives the canvas its size back in its own listener, after this one.
    setTimeout(() => {
      stage.end();
      player.backdrop?.arrange();
      player.resize();
      player.camera.look(view);
      this.left();
      if (this.stopping) stopped(player, document.querySelector('[data-tool="vr"]'));
    });
  }
}

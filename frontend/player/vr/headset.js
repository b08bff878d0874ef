/**
 * A room in a headset, from entering VR to leaving it: the picture about the head, discs, rays, the glass panel.
 *
 * @typedef {import('../player.js').Player} Player
 * @typedef {import('../stage.js').Stage} Stage
 * @typedef {import('../panel_content.js').PanelContent} PanelContent
 * @typedef {import('../../shared/formats.js').Hotspot} Hotspot
 * @typedef {import('../../shared/formats.js').View} View
 * @typedef {import('../../shared/projection.js').Vector} Vector
 * @typedef {import('./aim.js').Ray} Ray
 */
import { angles, wrap } from '../../shared/projection.js';
import { describe } from '../panel_content.js';
import { hotspotsOf } from '../room.js';
import { say } from '../messages.js';
import { aimedDisc, aimedPoint, intoRoom } from './aim.js';
import { faceLoaded } from './canvases.js';
import { Controllers } from './controllers.js';
import { Discs } from './discs.js';
import { Glass } from './glass.js';

const RAY_LENGTH = 5;

export class Headset {
  /**
   * @param {Player} player @param {Stage} stage @param {() => void} left is called when VR has ended
   * @returns {Promise<Headset>}
   * @throws when the headset does not start
   */
  static async enter(player, stage, left) {
    const xr = /** @type {XRSystem} */ (navigator.xr);
    const session = await xr.requestSession('immersive-vr', { optionalFeatures: ['local-floor', 'hand-tracking', 'layers'] });
    try {
      await stage.renderer.xr.setSession(session);
    } catch (error) {
      await session.end().catch(() => undefined);
      throw error;
    }
    player.closePanel();
    const headset = new Headset(player, stage, session, left);
    player.headset = headset;
    if (player.scene) headset.arrive(hotspotsOf(player.scene), null);
    player.page.announce(say(player.locale, 'vrStarted'));
    void faceLoaded();
    void player.sharpen();
    return headset;
  }

  /** @param {Player} player @param {Stage} stage @param {XRSession} session @param {() => void} left */
  constructor(player, stage, session, left) {
    this.player = player;
    this.stage = stage;
    this.session = session;
    this.left = left;
    /** Where the head is and looks in the headset's space. @type {Vector} */
    this.head = [0, 0, 0];
    this.gaze = { yaw: 0, pitch: 0 };
    /** The room's yaw in the headset's forward direction; begins with what the flat view looked at. */
    this.heading = player.view.yaw;
    this.discs = new Discs();
    this.glass = new Glass(player.content, () => player.closePanel());
    stage.world.add(this.discs.group, this.glass.group);
    this.controllers = new Controllers(stage.renderer, stage.scene, {
      select: (ray) => this.select(ray),
      back: () => player.closePanel(),
      turn: (degrees) => { this.heading = wrap(this.heading + degrees); },
    });
    this.frame = (/** @type {number} */ _time, /** @type {XRFrame | undefined} */ frame) => this.tick(frame);
    stage.onFrame.add(this.frame);
    this.escape = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape') player.closePanel();
    };
    document.addEventListener('keydown', this.escape);
    session.addEventListener('end', () => this.leave(), { once: true });
  }

  /** @param {XRFrame | undefined} frame */
  tick(frame) {
    const space = this.stage.renderer.xr.getReferenceSpace();
    const pose = space && frame?.getViewerPose(space);
    if (pose) {
      const { position, orientation: { x, y, z, w } } = pose.transform;
      this.head = [position.x, position.y, position.z];
      // The head's forward direction: its quaternion applied to -Z.
      this.gaze = angles([-2 * (x * z + w * y), -2 * (y * z - w * x), -(1 - 2 * (x * x + y * y))]);
    }
    // The room stays about the head: a photo has no depth that a step could show.
    this.stage.world.position.set(...this.head);
    this.stage.world.rotation.y = (this.heading * Math.PI) / 180;
    this.controllers.listen(this.session);
    this.point();
  }

  /** Shows what the rays aim at. */
  point() {
    const { rectangle } = this.glass;
    /** @type {import('./discs.js').Disc | null} */
    let disc = null;
    /** @type {{ u: number, v: number } | null} */
    let point = null;
    for (const { ray, reach } of this.controllers.rays()) {
      const inRoom = intoRoom(ray, this.heading, this.head);
      const onGlass = rectangle && aimedPoint(inRoom, rectangle);
      const onDisc = rectangle ? null : aimedDisc(inRoom, this.discs.discs);
      reach(onGlass?.distance ?? onDisc?.spot.distance ?? RAY_LENGTH);
      point ??= onGlass;
      disc ??= onDisc;
    }
    this.glass.aim(point);
    this.discs.aim(disc, this.player.locale);
  }

  /** @param {Ray} ray of the controller that selects, in the headset's space */
  select(ray) {
    const inRoom = intoRoom(ray, this.heading, this.head);
    const { rectangle } = this.glass;
    if (rectangle) {
      const point = aimedPoint(inRoom, rectangle);
      this.glass.aim(point);
      if (point) this.glass.aimed?.act();
      else this.player.closePanel();          // beside the panel, as on the page
      return;
    }
    const disc = aimedDisc(inRoom, this.discs.discs);
    if (disc) void this.player.activate(disc.spot, null);
  }

  /** Id of the hotspot, or name of the place on the panel, that a ray points at. */
  get aimed() {
    return this.glass.aimed?.name ?? this.discs.aimed?.spot.id ?? null;
  }

  /** Where the head looks in the room. @returns {View} */
  view() {
    return { yaw: wrap(this.gaze.yaw + this.heading), pitch: this.gaze.pitch, fov: this.player.view.fov };
  }

  /** @param {Hotspot[]} spots of a scene @param {number | null} yaw of the room to lay ahead; null: as it was */
  arrive(spots, yaw) {
    if (yaw !== null) this.heading = wrap(yaw - this.gaze.yaw);
    this.discs.show(spots);
  }

  /** @param {PanelContent} content @param {Hotspot} spot */
  async openPanel(content, spot) {
    this.discs.group.visible = false;
    await this.glass.open(content, this.player.locale, spot.at);
  }

  /** A sentence on glass, straight ahead: the page's own is not visible now. @param {string} sentence */
  tell(sentence) {
    this.discs.group.visible = false;
    void this.glass.open({ id: '', kind: 'info', title: sentence, picture: null, video: null, sections: [] }, this.player.locale, this.view());
  }

  stop() {
    this.session.end().catch(() => undefined);      // it ended by itself meanwhile
  }

  closePanel() {
    this.glass.shut();
    this.discs.group.visible = true;
  }

  translate() {
    const { open, manifest, locale, content } = this.player;
    if (!open || !manifest) return;
    content.sectors().catch(() => null).then((sectors) => this.openPanel(describe(open.spot, manifest, locale, sectors), open.spot), () => undefined);
  }

  leave() {
    const { player, stage } = this;
    const view = this.view();
    this.controllers.remove();
    this.glass.shut();
    this.discs.clear();
    stage.world.remove(this.discs.group, this.glass.group);
    stage.world.position.set(0, 0, 0);
    stage.world.rotation.y = 0;
    stage.onFrame.delete(this.frame);
    document.removeEventListener('keydown', this.escape);
    player.headset = null;
    player.open = null;
    player.page.announce(say(player.locale, 'vrEnded'));
    // three.js gives the canvas its size back in its own listener, after this one.
    setTimeout(() => {
      player.resize();
      player.look(view);
      this.left();
    });
  }
}

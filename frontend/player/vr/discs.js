/**
 * The hotspots in VR: discs with an icon that face the viewer, a ring and the label on the one that is aimed at.
 *
 * @typedef {import('../../shared/formats.js').Hotspot} Hotspot
 * @typedef {import('../../shared/projection.js').Vector} Vector
 * @typedef {object} Disc
 * @property {Hotspot} spot
 * @property {Vector} centre metres from the head
 * @property {number} radius metres, as a ray is tested against it
 * @property {number} distance metres
 * @property {number} across metres from edge to edge, as it is seen
 * @property {Mesh<PlaneGeometry, MeshBasicMaterial>} mesh
 * @property {(on: boolean) => void} ring draws or wipes the ring of what is aimed at
 */
import { Group, Mesh, MeshBasicMaterial, PlaneGeometry } from 'three';
import { angles, direction } from '../../shared/projection.js';
import { words } from '../../shared/text.js';
import { iconAddress } from '../icons.js';
import { ACCENT, drawing, paintable } from './canvases.js';
import { Label } from './label.js';
import { spread } from './spread.js';

/** Degrees from edge to edge as seen from the head. */
const ACROSS = 5;
/** Degrees between the middles of two, at least. */
const APART = 6.5;
/** A ray may miss by this many radii and still select: hands tremble. */
const FORGIVING = 1.5;
const PIXELS = 192;
/** The picture leaves a margin for the ring, so the plane is larger than the disc. */
const MARGIN = 1.3;

export class Discs {
  constructor() {
    this.group = new Group();
    /** @type {Disc[]} */
    this.discs = [];
    /** @type {Disc | null} */
    this.aimed = null;
    this.label = new Label();
    this.group.add(this.label.mesh);
    this.plane = new PlaneGeometry(1, 1);
  }

  /** @param {Hotspot[]} spots in tab order */
  show(spots) {
    this.clear();
    const directions = spread(spots.map(({ at }) => direction(at.yaw, at.pitch)), APART);
    spots.forEach((spot, index) => {
      const unit = /** @type {Vector} */ (directions[index]);
      const distance = spot.distance || 3;
      const across = 2 * distance * Math.tan((ACROSS * Math.PI) / 360);
      const mesh = new Mesh(this.plane, new MeshBasicMaterial({ transparent: true, depthTest: false, toneMapped: false, visible: false }));
      const { yaw, pitch } = angles(unit);
      mesh.position.set(unit[0] * distance, unit[1] * distance, unit[2] * distance);
      mesh.rotation.set((pitch * Math.PI) / 180, (-yaw * Math.PI) / 180, 0, 'YXZ');        // faces the head, in whose place the room stands
      mesh.scale.setScalar(across * MARGIN);
      mesh.renderOrder = 2;
      this.group.add(mesh);
      /** @type {Disc} */
      const disc = { spot, centre: [unit[0] * distance, unit[1] * distance, unit[2] * distance], radius: (across / 2) * FORGIVING, distance, across, mesh, ring: () => undefined };
      this.discs.push(disc);
      void this.paint(disc);
    });
  }

  /** @param {Disc} disc */
  async paint(disc) {
    const image = await drawing(iconAddress(/** @type {import('../room.js').Kind} */ (disc.spot.kind), '#ffffff'));
    if (!this.discs.includes(disc)) return;
    const { context, texture } = paintable(PIXELS, PIXELS);
    const middle = PIXELS / 2;
    const radius = middle / MARGIN;
    context.beginPath();
    context.arc(middle, middle, radius - 4, 0, Math.PI * 2);
    context.fillStyle = ACCENT;
    context.fill();
    context.lineWidth = 6;
    context.strokeStyle = '#ffffff';
    context.stroke();
    const side = radius * 1.05;
    context.drawImage(image, middle - side / 2, middle - side / 2, side, side);
    disc.mesh.material.map = texture;
    disc.mesh.material.visible = true;
    disc.mesh.material.needsUpdate = true;
    disc.ring = (on) => {
      context.strokeStyle = '#ffffff';
      context.beginPath();
      context.arc(middle, middle, radius + 10, 0, Math.PI * 2);
      context.globalCompositeOperation = on ? 'source-over' : 'destination-out';
      context.lineWidth = on ? 8 : 14;
      context.stroke();
      context.globalCompositeOperation = 'source-over';
      texture.needsUpdate = true;
    };
    if (disc === this.aimed) disc.ring(true);
  }

  /** @param {Disc | null} disc @param {string} locale */
  aim(disc, locale) {
    if (disc !== this.aimed) {
      this.aimed?.ring(false);
      disc?.ring(true);
    }
    this.aimed = disc;
    if (disc) this.label.write(words(disc.spot.label, locale), disc.mesh, disc.distance, disc.across / 2);
    else this.label.hide();
  }

  clear() {
    this.aim(null, 'nl');
    for (const { mesh } of this.discs) {
      mesh.material.map?.dispose();
      mesh.material.dispose();
      this.group.remove(mesh);
    }
    this.discs = [];
  }

  remove() {
    this.clear();
    this.label.remove();
    this.plane.dispose();
    this.group.removeFromParent();
  }
}

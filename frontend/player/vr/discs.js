/**
 * The hotspots in VR: discs with an icon that face the viewer, a ring and the label on the one that is aimed at.
 *
 * @typedef {import('../../shared/formats.js').Hotspot} Hotspot
 * @typedef {import('../../shared/projection.js').Vector} Vector
 * @typedef {{ spot: Hotspot, centre: Vector, radius: number, mesh: Mesh<PlaneGeometry, MeshBasicMaterial> }} Disc
 */
import { Group, Mesh, MeshBasicMaterial, PlaneGeometry } from 'three';
import { direction } from '../../shared/projection.js';
import { words } from '../../shared/text.js';
import { iconAddress } from '../icons.js';
import { ACCENT, drawing, FACE, GLASS, LIGHT, paintable } from './canvases.js';

/** Degrees from edge to edge as seen from the head. */
const ACROSS = 5;
/** A ray may miss by this many radii and still select: hands tremble. */
const FORGIVING = 1.5;
const PIXELS = 192;
const LABEL_PIXELS = { height: 96, font: 56 };

export class Discs {
  constructor() {
    this.group = new Group();
    /** @type {Disc[]} */
    this.discs = [];
    /** @type {Disc | null} */
    this.aimed = null;
    this.label = new Mesh(new PlaneGeometry(1, 1), new MeshBasicMaterial({ transparent: true, depthTest: false, toneMapped: false }));
    this.label.renderOrder = 3;
    this.label.visible = false;
    this.group.add(this.label);
  }

  /** @param {Hotspot[]} spots */
  show(spots) {
    this.clear();
    for (const spot of spots) {
      const distance = spot.distance || 3;
      const unit = direction(spot.at.yaw, spot.at.pitch);
      /** @type {Vector} */
      const centre = [unit[0] * distance, unit[1] * distance, unit[2] * distance];
      const radius = distance * Math.tan((ACROSS * Math.PI) / 360);
      // The picture leaves a margin for the ring, so the plane is larger than the disc.
      const mesh = new Mesh(new PlaneGeometry(radius * 2 * 1.3, radius * 2 * 1.3), new MeshBasicMaterial({ transparent: true, depthTest: false, toneMapped: false, visible: false }));
      mesh.position.set(...centre);
      mesh.lookAt(0, 0, 0);
      mesh.renderOrder = 2;
      this.group.add(mesh);
      const disc = { spot, centre, radius: radius * FORGIVING, mesh };
      this.discs.push(disc);
      void this.paint(disc);
    }
  }

  /** @param {Disc} disc */
  async paint(disc) {
    const { context, texture } = paintable(PIXELS, PIXELS);
    const image = await drawing(iconAddress(/** @type {import('../room.js').Kind} */ (disc.spot.kind), '#ffffff'));
    const middle = PIXELS / 2;
    const radius = middle / 1.3;
    context.beginPath();
    context.arc(middle, middle, radius - 4, 0, Math.PI * 2);
    context.fillStyle = ACCENT;
    context.fill();
    context.lineWidth = 6;
    context.strokeStyle = '#ffffff';
    context.stroke();
    const side = radius * 1.05;
    context.drawImage(image, middle - side / 2, middle - side / 2, side, side);
    const { material } = disc.mesh;
    material.map = texture;
    material.visible = true;
    material.needsUpdate = true;
    disc.mesh.userData['ring'] = (/** @type {boolean} */ on) => {
      context.lineWidth = 8;
      context.strokeStyle = '#ffffff';
      context.beginPath();
      context.arc(middle, middle, radius + 10, 0, Math.PI * 2);
      context.globalCompositeOperation = on ? 'source-over' : 'destination-out';
      if (!on) context.lineWidth = 14;
      context.stroke();
      context.globalCompositeOperation = 'source-over';
      texture.needsUpdate = true;
    };
  }

  /** @param {Disc | null} disc @param {string} locale @returns {boolean} whether it is another than before */
  aim(disc, locale) {
    if (disc === this.aimed) return false;
    this.aimed?.mesh.userData['ring']?.(false);
    this.aimed = disc;
    disc?.mesh.userData['ring']?.(true);
    this.label.visible = disc !== null;
    if (disc) this.write(disc, words(disc.spot.label, locale));
    return true;
  }

  /** @param {Disc} disc @param {string} text */
  write(disc, text) {
    const font = `600 ${LABEL_PIXELS.font}px ${FACE}`;
    const probe = paintable(1, 1).context;
    probe.font = font;
    const width = Math.ceil(probe.measureText(text).width) + 64;
    const { context, texture } = paintable(width, LABEL_PIXELS.height);
    context.beginPath();
    context.roundRect(0, 0, width, LABEL_PIXELS.height, 28);
    context.fillStyle = GLASS;
    context.fill();
    context.font = font;
    context.fillStyle = LIGHT;
    context.textBaseline = 'middle';
    context.fillText(text, 32, LABEL_PIXELS.height / 2 + 3);
    this.label.material.map?.dispose();
    this.label.material.map = texture;
    this.label.material.needsUpdate = true;
    // Capitals of 1.5 degrees: two thirds of the letters' size is a capital's height.
    const metresPerPixel = (Math.hypot(...disc.centre) * Math.tan((1.5 * Math.PI) / 180)) / (LABEL_PIXELS.font * 0.667);
    this.label.scale.set(width * metresPerPixel, LABEL_PIXELS.height * metresPerPixel, 1);
    const [x, y, z] = disc.centre;
    this.label.position.set(x, y - disc.radius / FORGIVING - LABEL_PIXELS.height * metresPerPixel * 0.75, z);
    this.label.lookAt(this.group.getWorldPosition(this.label.position.clone()));
  }

  clear() {
    this.aim(null, 'nl');
    for (const { mesh } of this.discs) {
      mesh.material.map?.dispose();
      mesh.material.dispose();
      mesh.geometry.dispose();
      this.group.remove(mesh);
    }
    this.discs = [];
  }
}

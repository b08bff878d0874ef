/**
 * A plate of dark glass with a sentence and buttons, for what the player itself asks in VR: menu, questions, goodbye.
 *
 * @typedef {import('../../shared/formats.js').Angles} Angles
 * @typedef {import('./aim.js').Ray} Ray
 * @typedef {{ name: string, label: string, icon: import('../icons.js').Icon, act: () => void }} Choice
 * @typedef {{ sentence?: string, choices: Choice[], columns?: number, width: number }} Face width in degrees
 */
import { Mesh, MeshBasicMaterial, PlaneGeometry } from 'three';
import { axes } from '../../shared/projection.js';
import { iconAddress } from '../icons.js';
import { aimedPoint } from './aim.js';
import { ACCENT, drawing, FACE, faceLoaded, LIGHT, paintable, SHUT } from './canvases.js';
import { dispose } from './dispose.js';
import { lines } from './typeset.js';

/** Pixels a degree; 24 read well. */
const DENSITY = 27;
/** Capitals, two thirds as high as the letters' size, are 1.5 degrees. */
const FONT = 61;
const LINE = 76;
const EDGE = 28;
const GAP = 16;
const ROW = 112;
const ICON = 60;

export class Plate {
  /** @param {number} distance metres from the head */
  constructor(distance) {
    this.distance = distance;
    this.mesh = new Mesh(new PlaneGeometry(1, 1), new MeshBasicMaterial({ transparent: true, depthTest: false, toneMapped: false }));
    this.mesh.renderOrder = 6;
    this.mesh.visible = false;
    /** @type {(Choice & { left: number, top: number, width: number, height: number })[]} */
    this.places = [];
    /** Name of the choice that is aimed at. @type {string | null} */
    this.aimed = null;
    /** @type {ReturnType<typeof paintable> | null} */
    this.paint = null;
    /** @type {import('./aim.js').Rectangle | null} */
    this.rectangle = null;
    /** @type {Map<string, HTMLImageElement>} */
    this.drawings = new Map();
    /** @type {string[]} */
    this.text = [];
    this.turn = 0;
    /** Whether discs lie before it and are met first. */
    this.yields = false;
  }

  /** For a plate that is always there: a disc that it cannot get out of the way of is seen and chosen before it. */
  yield() {
    this.yields = true;
    this.mesh.renderOrder = 1.5;         // over the picture and its veil, below the discs
  }

  /** @param {Face} face @param {number} [scale] of everything on it */
  async show({ sentence = '', choices, columns = 1, width }, scale = 1) {
    const turn = ++this.turn;
    await faceLoaded();
    for (const { icon } of choices) {
      if (!this.drawings.has(icon)) this.drawings.set(icon, await drawing(iconAddress(icon, LIGHT)));
    }
    if (turn !== this.turn) return;
    const wide = Math.round(width * DENSITY);
    const { context } = paintable(1, 1);
    context.font = `500 ${FONT}px ${FACE}`;
    this.text = lines(sentence, (part) => context.measureText(part).width, wide - 2 * EDGE);
    const head = this.text.length ? EDGE + this.text.length * LINE : EDGE - GAP;
    const across = (wide - 2 * EDGE - (columns - 1) * GAP) / columns;
    this.places = choices.map((choice, index) => ({
      ...choice, width: across, height: ROW,
      left: EDGE + (index % columns) * (across + GAP), top: head + GAP + Math.floor(index / columns) * (ROW + GAP),
    }));
    const high = head + Math.ceil(choices.length / columns) * (ROW + GAP) + EDGE;
    this.paint?.texture.dispose();
    this.paint = paintable(wide, high);
    this.mesh.material.map = this.paint.texture;
    this.mesh.material.needsUpdate = true;
    const metres = (this.distance * Math.tan(Math.PI / 180) * scale) / DENSITY;
    this.mesh.scale.set(wide * metres, high * metres, 1);
    this.aimed = null;
    this.draw();
    this.mesh.visible = true;
  }

  hide() {
    this.turn++;
    this.mesh.visible = false;
    this.rectangle = null;
    this.places = [];
    this.aimed = null;
  }

  /** Faces the head, in whose place its parent stands. @param {Angles} at */
  stand(at) {
    if (!this.mesh.visible) return;
    const { right, up, forward } = axes(at);
    const d = this.distance;
    this.rectangle = { centre: [forward[0] * d, forward[1] * d, forward[2] * d], right, up, width: this.mesh.scale.x, height: this.mesh.scale.y };
    this.mesh.position.set(forward[0] * d, forward[1] * d, forward[2] * d);
    this.mesh.rotation.set((at.pitch * Math.PI) / 180, (-at.yaw * Math.PI) / 180, 0, 'YXZ');
  }

  /** @param {Ray} ray from the head's place @returns {{ choice: Choice | null, distance: number } | null} null: beside the plate */
  meets(ray) {
    const point = this.rectangle && this.paint && aimedPoint(ray, this.rectangle);
    if (!point || !this.paint) return null;
    const x = point.u * this.paint.canvas.width;
    const y = point.v * this.paint.canvas.height;
    const choice = this.places.find(({ left, top, width, height }) => x >= left && x <= left + width && y >= top && y <= top + height) ?? null;
    return { choice, distance: point.distance };
  }

  /** @param {string | null} name of the choice that is aimed at */
  aim(name) {
    if (name === this.aimed) return;
    this.aimed = name;
    this.draw();
  }

  draw() {
    if (!this.paint) return;
    const { context, canvas, texture } = this.paint;
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.beginPath();
    context.roundRect(0, 0, canvas.width, canvas.height, 36);
    context.fillStyle = SHUT;
    context.fill();
    context.font = `500 ${FONT}px ${FACE}`;
    context.textBaseline = 'middle';
    context.fillStyle = LIGHT;
    this.text.forEach((line, row) => context.fillText(line, EDGE, EDGE + LINE * (row + 0.5)));
    for (const { name, label, icon, left, top, width, height } of this.places) {
      const on = name === this.aimed;
      context.beginPath();
      context.roundRect(left, top, width, height, 24);
      context.fillStyle = on ? ACCENT : 'rgba(255, 255, 255, 0.14)';
      context.fill();
      if (on) {
        context.lineWidth = 6;
        context.strokeStyle = '#ffffff';
        context.stroke();
      }
      const image = this.drawings.get(icon);
      if (image) context.drawImage(image, left + 24, top + (height - ICON) / 2, ICON, ICON);
      context.fillStyle = LIGHT;
      context.fillText(label, left + 24 + ICON + 20, top + height / 2 + 4, width - ICON - 68);
    }
    texture.needsUpdate = true;
  }

  remove() {
    this.hide();
    dispose(this.mesh);
  }
}

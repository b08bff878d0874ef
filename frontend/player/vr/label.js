/**
 * The words below the disc that is aimed at.
 */
import { Mesh, MeshBasicMaterial, PlaneGeometry } from 'three';
import { settings } from '../settings.js';
import { FACE, GLASS, LIGHT, paintable } from './canvases.js';
import { dispose } from './dispose.js';
import { lines } from './typeset.js';

const FONT = 56;
const LINE = 70;
const PADDING = 32;
/** Pixels; some 24 degrees. */
const WIDEST = 620;

export class Label {
  constructor() {
    this.mesh = new Mesh(new PlaneGeometry(1, 1), new MeshBasicMaterial({ transparent: true, depthTest: false, toneMapped: false }));
    this.mesh.renderOrder = 3;
    this.mesh.visible = false;
    /** What is written, so that nothing is painted twice. */
    this.written = '';
  }

  /** @param {string} text @param {import('three').Object3D} disc @param {number} distance metres from the head @param {number} below metres from the disc's middle to its edge */
  write(text, disc, distance, below) {
    const times = settings.get('textSize');
    const written = `${disc.id} ${times} ${text}`;
    if (written === this.written) return;
    this.written = written;
    const font = `600 ${FONT}px ${FACE}`;
    const probe = paintable(1, 1).context;
    probe.font = font;
    const measure = (/** @type {string} */ part) => probe.measureText(part).width;
    const rows = lines(text, measure, WIDEST);
    const width = Math.ceil(Math.max(1, ...rows.map(measure))) + 2 * PADDING;
    const height = rows.length * LINE + 26;
    const { context, texture } = paintable(width, height);
    context.beginPath();
    context.roundRect(0, 0, width, height, 28);
    context.fillStyle = GLASS;
    context.fill();
    context.font = font;
    context.fillStyle = LIGHT;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    rows.forEach((row, index) => context.fillText(row, width / 2, 13 + LINE * (index + 0.5) + 3));
    const { material } = this.mesh;
    material.map?.dispose();
    material.map = texture;
    material.needsUpdate = true;
    // Capitals of 1.5 degrees: two thirds of the letters' size is a capital's height.
    const metres = ((distance * Math.tan((1.5 * Math.PI) / 180)) / (FONT * 0.667)) * times;
    this.mesh.scale.set(width * metres, height * metres, 1);
    this.mesh.quaternion.copy(disc.quaternion);
    this.mesh.position.set(0, -below * 1.35 - (height * metres) / 2, 0).applyQuaternion(disc.quaternion).add(disc.position);
    this.mesh.visible = true;
  }

  hide() {
    this.mesh.visible = false;
    this.written = '';
  }

  remove() {
    this.hide();
    dispose(this.mesh);
  }
}

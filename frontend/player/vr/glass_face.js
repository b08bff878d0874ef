/**
 * What a panel in VR looks like and where it can be chosen from: a canvas on dark glass, 1.4 m wide.
 *
 * @typedef {import('../../shared/projection.js').Vector} Vector
 * @typedef {import('./aim.js').Rectangle} Rectangle
 * @typedef {import('./glass_film.js').Stage} Stage
 * @typedef {import('./glass_paint.js').Action} Action
 * @typedef {import('./glass_paint.js').Place} Place
 * @typedef {import('./glass_rows.js').Row} Row
 */
import { Mesh, MeshBasicMaterial, PlaneGeometry } from 'three';
import { angles } from '../../shared/projection.js';
import { settings } from '../settings.js';
import { paintable } from './canvases.js';
import { area, button, surface } from './glass_paint.js';
import { ACTION, BODY, CLOSE, INSIDE, LARGEST, PADDING, WIDE } from './glass_rows.js';

/** Metres. */
export const WIDTH = 1.4;
/** Metres a pixel. */
export const METRES = WIDTH / WIDE;
/** Buttons beside each other. */
export const COLUMNS = 3;
const GAP = 24;

export class GlassFace {
  /** @param {(time: number) => void} tick is called before each frame in which it is seen, ms */
  constructor(tick) {
    this.mesh = new Mesh(new PlaneGeometry(1, 1), new MeshBasicMaterial({ transparent: true, depthTest: false, toneMapped: false }));
    this.mesh.renderOrder = 4;
    this.mesh.onBeforeRender = () => tick(performance.now());
    /** @type {ReturnType<typeof paintable> | null} */
    this.paint = null;
    /** @type {Place[]} */
    this.places = [];
    /** @type {Place | null} */
    this.aimed = null;
  }

  /** @param {number} height pixels */
  resize(height) {
    this.aimed = null;
    if (this.paint?.canvas.height === height) return;
    this.paint?.texture.dispose();
    this.paint = paintable(WIDE, height);
    this.mesh.material.map = this.paint.texture;
    this.mesh.material.needsUpdate = true;
  }

  /** Nothing can be chosen any more. */
  clear() {
    this.places = [];
    this.aimed = null;
  }

  /**
   * @param {{ rows: Row[], actions: (Action | null)[], cross: HTMLImageElement, close: () => void }} page
   * @returns {Stage | null} where what moves has its room
   */
  draw({ rows, actions, cross, close }) {
    if (!this.paint) return null;
    const { context, texture, canvas: { height } } = this.paint;
    this.places = [];
    surface(context, WIDE, height);
    let top = PADDING;
    /** @type {Stage | null} */
    let stage = null;
    for (const row of rows) {
      const place = row.action && { left: PADDING, top, width: INSIDE, height: row.action.height, name: row.action.name, act: row.action.act };
      if (place) this.places.push(place);
      row.draw(context, top, place !== undefined && place.name === this.aimed?.name);
      if (row.stage) stage = { x: 0, y: (height / 2 - top - row.stage.height / 2) * METRES, width: row.stage.width * METRES, height: row.stage.height * METRES };
      top += row.height;
    }
    this.drawClose(context, cross, close);
    this.drawActions(context, actions, height);
    texture.needsUpdate = true;
    return stage;
  }

  /** @param {CanvasRenderingContext2D} context @param {HTMLImageElement} cross @param {() => void} act */
  drawClose(context, cross, act) {
    const place = { left: WIDE - CLOSE - 36, top: 36, width: CLOSE, height: CLOSE, name: 'close', act };
    this.places.push(place);
    area(context, place, CLOSE / 2, this.aimed?.name === 'close');
    context.drawImage(cross, place.left + 22, place.top + 22, CLOSE - 44, CLOSE - 44);
  }

  /** @param {CanvasRenderingContext2D} context @param {(Action | null)[]} actions null leaves its place free, so that nothing jumps @param {number} height */
  drawActions(context, actions, height) {
    const columns = Math.min(actions.length, COLUMNS);
    const width = (INSIDE - (columns - 1) * GAP) / columns;
    const size = BODY * 0.85 * Math.min(settings.get('textSize'), LARGEST);
    const lines = Math.ceil(actions.length / COLUMNS);
    actions.forEach((action, index) => {
      if (!action) return;
      const box = { left: PADDING + (index % COLUMNS) * (width + GAP), top: height - PADDING - (lines - Math.floor(index / COLUMNS)) * ACTION + GAP, width, height: ACTION - GAP };
      this.places.push({ ...box, name: action.name, act: action.act });
      button(context, box, action, size, this.aimed?.name === action.name);
    });
  }

  /** @param {{ u: number, v: number }} point parts of the panel, from its left and top @returns {Place | undefined} */
  placeAt({ u, v }) {
    const x = u * WIDE;
    const y = v * (this.paint?.canvas.height ?? 0);
    return this.places.find(({ left, top, width, height }) => x >= left && x <= left + width && y >= top && y <= top + height);
  }

  /** @param {{ u: number, v: number } | null} point of the panel that is aimed at @returns {boolean} whether another place is aimed at than before */
  aim(point) {
    const aimed = point ? this.placeAt(point) : undefined;
    if (aimed?.name === this.aimed?.name) return false;
    this.aimed = aimed ?? null;
    return true;
  }

  /** Where the places to choose are. @param {Rectangle} rectangle the panel's @returns {{ name: string, yaw: number, pitch: number }[]} degrees in the room, as seen from the head */
  directions({ centre, right, up }) {
    const middle = (this.paint?.canvas.height ?? 0) / 2;
    return this.places.map(({ name, left, top, width, height }) => {
      const x = (left + width / 2 - WIDE / 2) * METRES;
      const y = (middle - top - height / 2) * METRES;
      return { name, ...angles([centre[0] + right[0] * x + up[0] * y, centre[1] + right[1] * x + up[1] * y, centre[2] + right[2] * x + up[2] * y]) };
    });
  }
}

/**
 * The stage: a canvas, the surfaces that stand around its viewer, and the frames in which what changed is painted.
 *
 * A flat screen is painted by paint/painter.js. While a headset shows the room, vr/vr_stage.js has frames and graphics card.
 *
 * @typedef {import('../shared/formats.js').View} View
 * @typedef {import('./paint/surface.js').Surface} Surface
 * @typedef {(time: number, frame?: XRFrame) => void} Listener
 */
import { multiply, perspective, towards } from '../shared/matrix.js';
import { measure, Painter, pixelRatio } from './paint/painter.js';

/** What is painted lies between these, metres. */
export const NEAR = 0.05;
export const FAR = 100;

export class NoWebGL extends Error {
  constructor() {
    super('this browser draws no WebGL');
    this.name = 'NoWebGL';
  }
}

export class Stage {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    const painter = Painter.of(canvas);
    if (!painter) throw new NoWebGL();
    this.painter = painter;
    /** @type {Set<Surface>} */
    this.surfaces = new Set();
    /** How light the surfaces are: 0 = dark, 1 = as their pictures are. */
    this.light = 1;
    /** Told of each frame, on the page or in a headset. @type {Set<Listener>} */
    this.onFrame = new Set();
    /** What shows the room in a headset, while one does. @type {import('./vr/vr_stage.js').VrStage | null} */
    this.vr = null;
    this.aspect = 1;
    this.view = multiply(perspective(90, 1, NEAR, FAR), towards({ yaw: 0, pitch: 0 }));
    this.dirty = true;
    /** Nothing is painted before this time, ms of the page. */
    this.held = 0;
    /** @type {number | undefined} */
    this.later = undefined;
    this.resize();
    this.run();
  }

  /** Frames of the page, until a headset has them. */
  run() {
    requestAnimationFrame((time) => {
      if (this.vr) return;
      this.tell(time);
      if (this.dirty && time >= this.held) {
        this.painter.paint(this.surfaces, this.view, this.light);
        this.dirty = false;
      }
      this.run();
    });
  }

  /** @type {Listener} */
  tell(time, frame) {
    for (const listener of this.onFrame) listener(time, frame);
  }

  get presenting() {
    return this.vr !== null;
  }

  redraw() {
    this.dirty = true;
  }

  /** No need to hurry: together with the next thing that changes, or after a moment. @param {number} patience ms */
  redrawWithin(patience) {
    this.later ??= window.setTimeout(() => {
      this.later = undefined;
      this.redraw();
    }, patience);
  }

  /** @param {View} view in range for this screen (looking.fit) */
  look(view) {
    this.view = multiply(perspective(view.fov, this.aspect, NEAR, FAR), towards(view));
    this.redraw();
  }

  /** Takes over the size that the page gives the canvas. Whoever calls it looks again: the view has another shape now. */
  resize() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (this.presenting || !width || !height) return;
    measure(this.canvas, width, height);
    this.aspect = width / height;
    this.redraw();
  }

  /** Device pixels from left to right. */
  get pixelsAcross() {
    return this.canvas.clientWidth * pixelRatio();
  }

  /** @type {number} */
  get maxTexture() {
    const { gl } = this.painter;
    return gl.getParameter(gl.MAX_TEXTURE_SIZE);
  }

  /** What the graphics card holds. */
  get memory() {
    const { pictures, shapes } = this.painter;
    return { textures: pictures.size, geometries: shapes.size };
  }
}

/**
 * The WebGL stage: renderer, camera and the world that stands around it; draws only when something changed.
 *
 * @typedef {import('../shared/formats.js').View} View
 */
import { Color, Group, PerspectiveCamera, Scene, WebGLRenderer } from 'three';
import { verticalFov } from '../shared/projection.js';

/** Beyond this, sharper pixels cost a phone its battery and nobody sees them. */
const MAX_PIXEL_RATIO = 2;

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
    // Asked first on a canvas of its own: three.js prints an error and throws one that says little.
    const probe = document.createElement('canvas').getContext('webgl2');
    if (!probe) throw new NoWebGL();
    probe.getExtension('WEBGL_lose_context')?.loseContext();       // a page has only few of them
    this.renderer = new WebGLRenderer({ canvas, antialias: true, powerPreference: 'high-performance' });
    this.renderer.xr.enabled = true;
    this.renderer.xr.setReferenceSpaceType('local');
    this.scene = new Scene();
    this.scene.background = new Color('#14181f');
    this.camera = new PerspectiveCamera(60, 1, 0.05, 100);
    this.camera.rotation.order = 'YXZ';
    this.camera.layers.enable(1);          // a flat screen shows the left eye of a stereo picture
    /** Turned in a headset, so that the room's yaw lies where somebody faces; never in a flat browser. */
    this.world = new Group();
    this.scene.add(this.world);
    /** @type {Set<(time: number, frame: XRFrame | undefined) => void>} */
    this.onFrame = new Set();
    this.dirty = true;
    this.renderer.setAnimationLoop((time, frame) => this.tick(time, /** @type {XRFrame | undefined} */ (frame)));
    this.resize();
  }

  /** @param {number} time ms @param {XRFrame | undefined} frame */
  tick(time, frame) {
    for (const listener of this.onFrame) listener(time, frame);
    if (!this.dirty && !this.renderer.xr.isPresenting) return;
    this.dirty = false;
    this.renderer.render(this.scene, this.camera);
  }

  redraw() {
    this.dirty = true;
  }

  /** @param {View} view in range for this screen (looking.fit) */
  look(view) {
    this.camera.rotation.set((view.pitch * Math.PI) / 180, (-view.yaw * Math.PI) / 180, 0);
    this.camera.fov = verticalFov(view.fov, this.camera.aspect);
    this.camera.updateProjectionMatrix();
    this.redraw();
  }

  /** Takes over the size that the page gives the canvas. */
  resize() {
    if (this.renderer.xr.isPresenting) return;
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (!width || !height) return;
    this.renderer.setPixelRatio(Math.min(window.devicePixelRatio, MAX_PIXEL_RATIO));
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
    this.redraw();
  }

  /** Device pixels from left to right. */
  get pixelsAcross() {
    return this.canvas.clientWidth * Math.min(window.devicePixelRatio, MAX_PIXEL_RATIO);
  }

  get maxTexture() {
    return this.renderer.capabilities.maxTextureSize;
  }
}

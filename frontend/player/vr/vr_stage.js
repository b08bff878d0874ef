/**
 * The stage while a headset shows it: three.js with WebXR, on the graphics card and the canvas of the flat stage.
 *
 * @typedef {import('../stage.js').Stage} Stage
 */
import { Color, Group, PerspectiveCamera, Scene, WebGLRenderer } from 'three';
import { FAR, NEAR } from '../stage.js';
import { Scenery } from './scenery.js';

/** @type {WeakMap<Stage, VrStage>} */
const made = new WeakMap();

export class VrStage {
  /** A stage's own; what three.js compiled for it stays from one time to the next. @param {Stage} stage @returns {VrStage} */
  static of(stage) {
    const known = made.get(stage) ?? new VrStage(stage);
    made.set(stage, known);
    return known;
  }

  /** @param {Stage} stage */
  constructor(stage) {
    const { canvas, painter: { gl } } = stage;
    this.stage = stage;
    this.canvas = canvas;
    // The flat picture is not smoothed; discs and glass have edges: three.js gives a headset's picture what it reads here.
    const attributes = gl.getContextAttributes();
    gl.getContextAttributes = () => attributes && { ...attributes, antialias: true };
    this.renderer = new WebGLRenderer({ canvas, context: gl });
    this.renderer.debug.checkShaderErrors = false;       // asking waits until the card has compiled; the tests look at its pixels
    this.renderer.xr.enabled = true;
    this.renderer.xr.setReferenceSpaceType('local');
    this.scene = new Scene();
    this.scene.background = new Color('#14181f');
    this.camera = new PerspectiveCamera(60, 1, NEAR, FAR);
    /** Turned so that the room's yaw lies where somebody faces. */
    this.world = new Group();
    this.scenery = new Scenery(stage);
    this.world.add(this.scenery.group);
    this.scene.add(this.world);
    canvas.addEventListener('webglcontextrestored', () => {
      if (stage.vr) stage.painter.state = this.renderer.state;         // three.js begins another one
    });
  }

  /** @param {XRSession} session @throws when the headset does not start */
  async begin(session) {
    const { renderer, stage, canvas } = this;
    renderer.resetState();
    renderer.setSize(canvas.width, canvas.height, false);              // which three.js gives back to the canvas at the end
    await renderer.xr.setSession(session);
    stage.vr = this;
    stage.painter.state = renderer.state;
    // Not the renderer's own loop, which would draw on the page's frames as well.
    renderer.xr.setAnimationLoop((time, frame) => this.tick(time, /** @type {XRFrame | undefined} */ (frame)));
  }

  /** @param {number} time ms @param {XRFrame | undefined} frame */
  tick(time, frame) {
    if (this.renderer.getContext().isContextLost()) return;          // three.js would complain at each frame until it comes back
    this.stage.tell(time, frame);
    this.scenery.follow();
    this.renderer.render(this.scene, this.camera);
  }

  /** Graphics card and frames go back to the page. */
  end() {
    const { renderer, stage } = this;
    renderer.xr.setAnimationLoop(null);
    this.scenery.clear();
    renderer.resetState();
    stage.painter.state = stage.painter.gl;
    stage.vr = null;
    stage.run();
  }

  get onFrame() {
    return this.stage.onFrame;
  }

  get maxTexture() {
    return this.stage.maxTexture;
  }
}

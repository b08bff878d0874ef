/**
 * A mesh on the page: a canvas of its own on which it is dragged, pinched, turned by keys and spun. Loaded only when a mesh is opened.
 *
 * @typedef {import('./load.js').Loaded} Loaded
 * @typedef {import('./turning.js').Turn} Turn
 */
import { PerspectiveCamera, Scene, WebGLRenderer } from 'three';
import { dragged, spun, START, turnedByKey, zoomed } from './turning.js';

/** Degrees: a long lens, so that lines that are parallel stay nearly so. */
const VIEW_ANGLE = 28;
/** ms that a frame may be waited for. So many slower ones in a row, and it is drawn coarser: what turns in jerks is hard to follow. */
const SLOW = 120;
const PATIENCE = 3;
const COARSEST = 0.5;

export class MeshView {
  /** @param {HTMLCanvasElement} canvas @param {Loaded} loaded @param {number} spin degrees a second @throws when there is no WebGL */
  constructor(canvas, loaded, spin) {
    this.canvas = canvas;
    this.loaded = loaded;
    this.spin = spin;
    this.turn = START;
    this.renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true });
    this.scene = new Scene().add(loaded.object);
    loaded.object.scale.setScalar(1 / loaded.radius);
    this.camera = new PerspectiveCamera(VIEW_ANGLE, 1, 0.1, 20);
    this.last = 0;
    this.waiting = 0;
    /** Pixels of the canvas for one of CSS. */
    this.ratio = Math.min(window.devicePixelRatio, 2);
    this.slow = 0;
    this.sizing = new ResizeObserver(() => this.resize());
    this.listen();
  }

  /** Until its shaders are ready, which takes a weak device long, nothing is asked of the card that would hold up the page. @returns {Promise<void>} */
  async ready() {
    await this.renderer.compileAsync(this.scene, this.camera);
    if (this.waiting >= 0) this.sizing.observe(this.canvas);
  }

  /** @param {Turn} turn */
  lay(turn) {
    this.turn = turn;
    this.ask();
  }

  ask() {
    const asked = performance.now();
    this.waiting ||= requestAnimationFrame((time) => {
      this.waiting = 0;
      this.pace(performance.now() - asked);
      this.draw(time);
    });
  }

  /** @param {number} waited ms for this frame */
  pace(waited) {
    this.slow = waited > SLOW ? this.slow + 1 : 0;
    if (this.slow < PATIENCE || this.ratio <= COARSEST) return;
    this.slow = 0;
    this.ratio = Math.max(this.ratio * 0.7, COARSEST);
    this.resize();
  }

  /** @param {number} time ms */
  draw(time) {
    if (this.spin !== 0) {
      this.turn = spun(this.turn, this.spin, this.last ? Math.min(time - this.last, 100) : 0);
      this.ask();
    }
    this.last = this.spin === 0 ? 0 : time;
    const { yaw, pitch, zoom } = this.turn;
    this.loaded.object.rotation.set((pitch * Math.PI) / 180, (yaw * Math.PI) / 180, 0);
    this.camera.position.z = 1.02 / Math.sin((VIEW_ANGLE * Math.PI) / 360);
    this.camera.zoom = zoom * Math.min(this.camera.aspect, 1);
    this.camera.updateProjectionMatrix();
    this.renderer.render(this.scene, this.camera);
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (!width || !height) return;
    this.renderer.setPixelRatio(this.ratio);
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    this.ask();
  }

  listen() {
    const { canvas } = this;
    /** @type {Map<number, { x: number, y: number }>} */
    const fingers = new Map();
    const apart = () => {
      const [a, b] = [...fingers.values()];
      return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
    };
    canvas.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    });
    canvas.addEventListener('pointermove', (event) => {
      const finger = fingers.get(event.pointerId);
      if (!finger) return;
      const before = apart();
      const [dx, dy] = [event.clientX - finger.x, event.clientY - finger.y];
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      const parts = canvas.clientWidth * fingers.size;
      const turn = dragged(this.turn, dx / parts, dy / parts);
      this.lay(before > 0 ? zoomed(turn, apart() / before) : turn);
    });
    for (const name of /** @type {const} */ (['pointerup', 'pointercancel'])) canvas.addEventListener(name, (event) => void fingers.delete(event.pointerId));
    canvas.addEventListener('wheel', (event) => {
      event.preventDefault();
      this.lay(zoomed(this.turn, Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.03 : 0.001))));
    }, { passive: false });
    canvas.addEventListener('keydown', (event) => {
      const turn = event.ctrlKey || event.metaKey || event.altKey ? null : turnedByKey(this.turn, event.key);
      if (!turn) return;
      event.preventDefault();
      this.lay(turn);
    });
  }

  dispose() {
    cancelAnimationFrame(this.waiting);
    this.waiting = -1;           // nothing is asked for any more
    this.sizing.disconnect();
    this.loaded.dispose();
    this.renderer.dispose();
    this.renderer.forceContextLoss();      // a page has only few of them
  }
}

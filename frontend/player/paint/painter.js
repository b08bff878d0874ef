/**
 * Paints surfaces on a flat screen, with WebGL alone: a first picture need not wait for three.js, which only headsets need.
 *
 * @typedef {import('../../shared/matrix.js').Matrix} Matrix
 * @typedef {import('./picture.js').Picture} Picture
 * @typedef {import('./surface.js').Shape} Shape
 * @typedef {import('./surface.js').Surface} Surface
 *
 * @typedef {object} State whoever else uses the card and remembers what it was told: three.js's renderer.state, while it paints
 * @property {(unit: number) => void} activeTexture @property {(target: number, texture: WebGLTexture) => void} bindTexture
 * @property {(name: number, value: number | boolean) => void} pixelStorei
 */
import { multiply } from '../../shared/matrix.js';
import { FRAGMENT, vertexShader } from './shader.js';

/** Where nothing is painted: #14181f. */
const BACKGROUND = /** @type {const} */ ([0x14 / 255, 0x18 / 255, 0x1f / 255, 1]);

/** The flat picture has no edges to smooth, and smoothing costs a third of the frames. @type {WebGLContextAttributes} */
const ATTRIBUTES = { alpha: false, antialias: false, stencil: false, powerPreference: 'high-performance' };

/** Beyond this, sharper pixels cost a phone its battery and nobody sees them. */
const MAX_PIXEL_RATIO = 2;

/** Device pixels for one of the page's. */
export function pixelRatio() {
  return Math.min(window.devicePixelRatio, MAX_PIXEL_RATIO);
}

/** Gives a canvas the pixels that the page's size asks for. @param {HTMLCanvasElement} canvas @param {number} [width] @param {number} [height] page's pixels; the window's, as long as the page has no styles */
export function measure(canvas, width = window.innerWidth, height = window.innerHeight) {
  const [across, down] = [Math.floor(width * pixelRatio()), Math.floor(height * pixelRatio())];
  // Even the same size would empty the canvas.
  if (canvas.width !== across) canvas.width = across;
  if (canvas.height !== down) canvas.height = down;
}

/** @type {WeakMap<HTMLCanvasElement, Painter>} */
const made = new WeakMap();

export class Painter {
  /** A canvas' own: early.js asks for it while the player's script is on its way. @param {HTMLCanvasElement} canvas @returns {Painter | null} null without WebGL */
  static of(canvas) {
    const known = made.get(canvas);
    if (known) return known;
    measure(canvas);                       // a context of another size would have to be made again, and the card is asked thrice for that
    const gl = canvas.getContext('webgl2', ATTRIBUTES);
    if (!gl) return null;
    const painter = new Painter(gl);
    made.set(canvas, painter);
    return painter;
  }

  /** @param {WebGL2RenderingContext} gl */
  constructor(gl) {
    this.gl = gl;
    /** @type {State} */
    this.state = gl;
    /** What the card holds. @type {Set<Picture>} */
    this.pictures = new Set();
    /** @type {Map<Shape, WebGLVertexArrayObject>} */
    this.shapes = new Map();
    /** Whether there is something on the screen. */
    this.painted = false;
    /** @type {{ program: WebGLProgram, placed: WebGLUniformLocation | null, light: WebGLUniformLocation | null } | null} */
    this.ready = null;
    this.program = this.compile();
    gl.canvas.addEventListener('webglcontextlost', (event) => event.preventDefault());        // else it never comes back
    gl.canvas.addEventListener('webglcontextrestored', () => this.restart());
  }

  /** Begun, not waited for: the card compiles while the manifest is on its way. */
  compile() {
    const { gl } = this;
    const program = gl.createProgram();
    for (const [kind, source] of /** @type {[number, string][]} */ ([[gl.VERTEX_SHADER, vertexShader('placed', 'placed')], [gl.FRAGMENT_SHADER, FRAGMENT]])) {
      const shader = /** @type {WebGLShader} */ (gl.createShader(kind));
      gl.shaderSource(shader, `#version 300 es${source}`);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    return program;
  }

  /** The card forgot everything. Pictures are sent again by whoever has them. */
  restart() {
    for (const picture of this.pictures) picture.texture = null;
    this.pictures.clear();
    this.shapes.clear();
    this.ready = null;
    this.program = this.compile();
  }

  /**
   * @param {Iterable<Surface>} surfaces @param {Matrix} view from the room to the screen @param {number} light 0 = dark, 1 = as the pictures are
   */
  paint(surfaces, view, light) {
    const { gl, program } = this;
    const seen = [...surfaces].filter(({ visible, eye, picture }) => visible && picture && eye !== 'right').sort((a, b) => a.order - b.order);
    if (gl.isContextLost() || (!seen.length && !this.painted)) return;        // an empty frame costs as much as a full one
    this.painted = true;
    gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
    gl.clearColor(...BACKGROUND);
    gl.enable(gl.DEPTH_TEST);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    if (!seen.length) return;
    this.ready ??= { program, placed: gl.getUniformLocation(program, 'placed'), light: gl.getUniformLocation(program, 'light') };
    gl.useProgram(program);
    gl.activeTexture(gl.TEXTURE0);
    gl.uniform1f(this.ready.light, light);
    for (const { picture, shape, matrix } of seen) {
      const texture = picture?.send();
      if (!texture) continue;
      gl.bindVertexArray(this.shaped(shape));
      gl.bindTexture(gl.TEXTURE_2D, texture);
      gl.uniformMatrix4fv(this.ready.placed, false, multiply(view, matrix));
      gl.drawElements(gl.TRIANGLES, shape.triangles.length, gl.UNSIGNED_SHORT, 0);
    }
    gl.bindVertexArray(null);
  }

  /** @param {Shape} shape */
  shaped(shape) {
    const known = this.shapes.get(shape);
    if (known) return known;
    const { gl } = this;
    const made = gl.createVertexArray();
    gl.bindVertexArray(made);
    for (const [at, size, numbers] of /** @type {[number, number, Float32Array][]} */ ([[0, 3, shape.positions], [1, 2, shape.coordinates]])) {
      gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
      gl.bufferData(gl.ARRAY_BUFFER, numbers, gl.STATIC_DRAW);
      gl.enableVertexAttribArray(at);
      gl.vertexAttribPointer(at, size, gl.FLOAT, false, 0, 0);
    }
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, shape.triangles, gl.STATIC_DRAW);
    this.shapes.set(shape, made);
    return made;
  }

  /** Of a shape that is used no more. The browser frees its buffers with it. @param {Shape} shape */
  forget(shape) {
    const known = this.shapes.get(shape);
    this.shapes.delete(shape);
    if (known) this.gl.deleteVertexArray(known);
  }
}

/**
 * A picture on the graphics card: an image, sent when it is first painted, or a video, sent again whenever it is stale.
 *
 * @typedef {import('./painter.js').Painter} Painter
 */

export class Picture {
  /** @param {Painter} painter @param {ImageBitmap | HTMLImageElement | HTMLVideoElement} source a bitmap is closed once it is on the card @param {{ repeat?: boolean }} [how] repeat: from its right edge on to its left */
  constructor(painter, source, { repeat = false } = {}) {
    this.painter = painter;
    this.source = source;
    this.repeat = repeat;
    /** Whether the source shows something that the card does not have. */
    this.stale = true;
    /** @type {WebGLTexture | null} */
    this.texture = null;
  }

  /** Makes the card have what the source shows. @returns {WebGLTexture | null} null where there is nothing to paint */
  send() {
    if (!this.stale) return this.texture;
    const { painter: { gl, state }, source } = this;
    const fresh = this.texture === null;
    this.texture ??= gl.createTexture();
    this.painter.pictures.add(this);
    state.activeTexture(gl.TEXTURE0);
    state.bindTexture(gl.TEXTURE_2D, this.texture);
    if (fresh) {
      // The level or tier is chosen to fit the screen; mipmaps would cost a third more memory.
      for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, filter, gl.LINEAR);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, this.repeat ? gl.REPEAT : gl.CLAMP_TO_EDGE);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    }
    // Bytes as they are: v runs from the top down, and the screen is sRGB as they are.
    state.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    state.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    state.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, source);
    this.stale = false;
    if (source instanceof ImageBitmap) source.close();         // 32 MB of a 4096 tier
    return this.texture;
  }

  dispose() {
    this.painter.pictures.delete(this);
    if (this.texture) this.painter.gl.deleteTexture(this.texture);
    this.texture = null;
    this.stale = false;
    if (this.source instanceof ImageBitmap) this.source.close();
  }
}

/**
 * A surface's picture as three.js paints it: with the flat screen's own shader, from what is on the graphics card already.
 */
import { DoubleSide, ExternalTexture, GLSL3, RawShaderMaterial } from 'three';
import { FRAGMENT, vertexShader } from '../paint/shader.js';

export class PictureMaterial extends RawShaderMaterial {
  /** @param {{ value: number }} light 0 = dark, 1 = as the picture is; shared by all */
  constructor(light) {
    super({
      glslVersion: GLSL3, side: DoubleSide, fragmentShader: FRAGMENT,
      vertexShader: vertexShader('modelViewMatrix, projectionMatrix', 'projectionMatrix * modelViewMatrix'),
      uniforms: { map: { value: null }, light },
    });
    // Uniforms given to the constructor are copied by value in some releases of three.js: this one is shared.
    this.uniforms.light = light;
  }

  /** @param {WebGLTexture} texture */
  show(texture) {
    const map = /** @type {import('three').IUniform<ExternalTexture | null>} */ (this.uniforms.map);
    if (map.value?.sourceTexture !== texture) map.value = new ExternalTexture(texture);
  }
}

/**
 * How a picture is painted: its own bytes times a light, and nothing else. The bytes are sRGB and so is the screen: no conversion
 * there and back for a million pixels a frame. GLSL 3.00, without its first line, which three.js writes itself.
 */

/** @param {string} uniforms @param {string} placing how `position` comes to the screen @returns {string} */
export const vertexShader = (uniforms, placing) => `
layout(location = 0) in vec3 position;
layout(location = 1) in vec2 uv;
uniform mat4 ${uniforms};
out vec2 at;
void main() {
  at = uv;
  gl_Position = ${placing} * vec4(position, 1.0);
}`;

export const FRAGMENT = `
precision highp float;
uniform highp sampler2D map;
uniform float light;
in highp vec2 at;
out vec4 colour;
void main() {
  colour = vec4(textureLod(map, at, 0.0).rgb * light, 1.0);
}`;

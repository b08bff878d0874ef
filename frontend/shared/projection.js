/**
 * Angles, directions, pictures and screens: the one place that knows how they go together. Pure.
 *
 * Degrees; yaw 0 is the picture's centre column and grows to the right, pitch grows upwards. Directions are
 * right-handed with +Y up and -Z forward, as in WebXR, three.js and glTF:
 *   x = sin(yaw)·cos(pitch)   y = sin(pitch)   z = -cos(yaw)·cos(pitch)
 *
 * @typedef {import('./formats.js').Angles} Angles
 * @typedef {import('./formats.js').View} View
 * @typedef {import('./formats.js').Pose} Pose
 * @typedef {import('./formats.js').Coverage} Coverage
 * @typedef {[number, number, number]} Vector
 * @typedef {'f' | 'r' | 'b' | 'l' | 'u' | 'd'} Face
 */
const RADIANS = Math.PI / 180;

/** @type {Coverage} */
export const FULL = { yaw: [-180, 180], pitch: [-90, 90] };

/** @param {number} degrees @returns {number} the same angle in [-180, 180) */
export function wrap(degrees) {
  return ((((degrees + 180) % 360) + 360) % 360) - 180;
}

/** @param {number} value @param {number} low @param {number} high */
export function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

/** @param {number} yaw @param {number} pitch @returns {Vector} unit vector */
export function direction(yaw, pitch) {
  const y = yaw * RADIANS;
  const p = pitch * RADIANS;
  return [Math.sin(y) * Math.cos(p), Math.sin(p), -Math.cos(y) * Math.cos(p)];
}

/** @param {Vector} vector of any length but 0 @returns {Angles} */
export function angles([x, y, z]) {
  const length = Math.hypot(x, y, z);
  return { yaw: wrap(Math.atan2(x, -z) / RADIANS), pitch: Math.asin(clamp(y / length, -1, 1)) / RADIANS };
}

/**
 * Where a direction lies in an equirectangular picture.
 * @param {number} yaw @param {number} pitch
 * @param {Coverage} [coverage] the part of the sphere that the picture covers
 * @returns {{ u: number, v: number }} u from left to right, v from top to bottom; outside [0, 1] is outside the picture
 */
export function pictureCoordinates(yaw, pitch, coverage = FULL) {
  const [left, right] = coverage.yaw;
  const [bottom, top] = coverage.pitch;
  const v = (top - pitch) / (top - bottom);
  if (right - left >= 360) return { u: (((yaw - left) / 360) % 1 + 1) % 1, v };
  return { u: (wrap(yaw - (left + right) / 2) + (right - left) / 2) / (right - left), v };
}

/**
 * Cube faces seen from inside, a to the right and b down, both in [-1, 1].
 * @type {Record<Face, (a: number, b: number) => Vector>}
 */
const FACES = {
  f: (a, b) => [a, -b, -1],
  r: (a, b) => [1, -b, a],
  b: (a, b) => [-a, -b, 1],
  l: (a, b) => [-1, -b, -a],
  u: (a, b) => [a, 1, -b],
  d: (a, b) => [a, -1, b],
};

/** @param {Face} face @param {number} a @param {number} b @returns {Vector} not normalised */
export function faceDirection(face, a, b) {
  return FACES[face](a, b);
}

/** @param {Vector} vector @returns {{ face: Face, a: number, b: number }} */
export function cubeFace([x, y, z]) {
  const [ax, ay, az] = [Math.abs(x), Math.abs(y), Math.abs(z)];
  if (az >= ax && az >= ay) return z < 0 ? { face: 'f', a: x / az, b: -y / az } : { face: 'b', a: -x / az, b: -y / az };
  if (ax >= ay) return x > 0 ? { face: 'r', a: z / ax, b: -y / ax } : { face: 'l', a: -z / ax, b: -y / ax };
  return y > 0 ? { face: 'u', a: x / ay, b: -z / ay } : { face: 'd', a: x / ay, b: z / ay };
}

/**
 * The turn that a pose asks for: roll first, then pitch, then yaw, each about the room's own axes
 * (the same as yaw, pitch, roll about the picture's own). Positive: to the right, up, right side down.
 * @param {Pose} pose
 * @returns {{ x: number, y: number, z: number, order: 'YXZ' }} three.js Euler angles, radians
 */
export function poseEuler({ yaw, pitch, roll }) {
  return { x: pitch * RADIANS, y: -yaw * RADIANS, z: -roll * RADIANS, order: 'YXZ' };
}

/** A direction of a posed picture's own frame in the room: what poseEuler says. @param {Vector} vector @param {Pose} pose @returns {Vector} */
export function posed([x, y, z], { yaw, pitch, roll }) {
  const [cr, sr] = [Math.cos(roll * RADIANS), Math.sin(roll * RADIANS)];
  const [x1, y1] = [x * cr + y * sr, y * cr - x * sr];
  const [cp, sp] = [Math.cos(pitch * RADIANS), Math.sin(pitch * RADIANS)];
  const [y2, z1] = [y1 * cp - z * sp, y1 * sp + z * cp];
  const [cy, sy] = [Math.cos(yaw * RADIANS), Math.sin(yaw * RADIANS)];
  return [x1 * cy - z1 * sy, y2, x1 * sy + z1 * cy];
}

/** A direction of the room in a posed picture's own frame: the inverse of posed. @param {Vector} vector @param {Pose} pose @returns {Vector} */
export function unposed([x, y, z], { yaw, pitch, roll }) {
  const [cy, sy] = [Math.cos(yaw * RADIANS), Math.sin(yaw * RADIANS)];
  const [x1, z1] = [x * cy + z * sy, z * cy - x * sy];
  const [cp, sp] = [Math.cos(pitch * RADIANS), Math.sin(pitch * RADIANS)];
  const [y1, z2] = [y * cp + z1 * sp, z1 * cp - y * sp];
  const [cr, sr] = [Math.cos(roll * RADIANS), Math.sin(roll * RADIANS)];
  return [x1 * cr - y1 * sr, x1 * sr + y1 * cr, z2];
}

/** @param {number} fov horizontal, degrees @param {number} aspect width / height @returns {number} vertical, degrees */
export function verticalFov(fov, aspect) {
  return (2 * Math.atan(Math.tan((fov / 2) * RADIANS) / aspect)) / RADIANS;
}

/** @param {number} fov vertical, degrees @param {number} aspect width / height @returns {number} horizontal, degrees */
export function horizontalFov(fov, aspect) {
  return (2 * Math.atan(Math.tan((fov / 2) * RADIANS) * aspect)) / RADIANS;
}

/** @param {Vector} a @param {Vector} b */
export function dot(a, b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** The axes of somebody who looks at yaw, pitch. @param {Angles} view @returns {{ right: Vector, up: Vector, forward: Vector }} */
export function axes({ yaw, pitch }) {
  const y = yaw * RADIANS;
  const p = pitch * RADIANS;
  return {
    right: [Math.cos(y), 0, Math.sin(y)],
    up: [-Math.sin(y) * Math.sin(p), Math.cos(p), Math.cos(y) * Math.sin(p)],
    forward: direction(yaw, pitch),
  };
}

/**
 * Rectilinear projection to a screen.
 * @param {Angles} at @param {View} view @param {number} width @param {number} height pixels
 * @returns {{ x: number, y: number } | null} pixels from the top left; null for what is not in front
 */
export function toScreen(at, view, width, height) {
  const { right, up, forward } = axes(view);
  const d = direction(at.yaw, at.pitch);
  const depth = dot(d, forward);
  if (depth <= 1e-6) return null;
  const scale = width / 2 / Math.tan((view.fov / 2) * RADIANS);
  return { x: width / 2 + (dot(d, right) / depth) * scale, y: height / 2 - (dot(d, up) / depth) * scale };
}

/** The inverse of toScreen. @param {number} x @param {number} y @param {View} view @param {number} width @param {number} height @returns {Angles} */
export function fromScreen(x, y, view, width, height) {
  const { right, up, forward } = axes(view);
  const scale = width / 2 / Math.tan((view.fov / 2) * RADIANS);
  const a = (x - width / 2) / scale;
  const b = (height / 2 - y) / scale;
  return angles([
    forward[0] + a * right[0] + b * up[0],
    forward[1] + a * right[1] + b * up[1],
    forward[2] + a * right[2] + b * up[2],
  ]);
}

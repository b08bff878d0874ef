/**
 * Turning and zooming: from a gesture to the next view. Pure.
 *
 * @typedef {import('../shared/formats.js').Angles} Angles
 * @typedef {import('../shared/formats.js').View} View
 * @typedef {import('../shared/formats.js').Coverage} Coverage
 * @typedef {import('../shared/formats.js').Pose} Pose
 */
import { clamp, horizontalFov, verticalFov, wrap } from '../shared/projection.js';

const RADIANS = Math.PI / 180;

export const MIN_FOV = 30;
export const MAX_FOV = 110;

/** On an upright phone 90° wide would be 130° high; beyond this the picture's edges smear. */
const MAX_VERTICAL_FOV = 85;

/**
 * The edge of a picture that is not all around comes this far into the screen, as a part of the way to its middle: what stands at the edge
 * has to come out from under the page's own bars, and a corner of it into view.
 */
export const INWARDS = 0.3;

/** Degrees that one press of an arrow key turns. */
export const KEY_STEP = 10;

/**
 * The view that fits a screen: nothing smeared, angles in range, and hardly more of the screen than the picture covers. Where less is covered
 * than the screen shows, its middle is in the middle.
 * @param {View} view @param {number} aspect width / height of the screen @param {Coverage} coverage in the room
 * @returns {View}
 */
export function fit(view, aspect, coverage) {
  const [left, right] = coverage.yaw;
  const [bottom, top] = coverage.pitch;
  const whole = right - left >= 360;
  const widest = Math.min(MAX_FOV, horizontalFov(MAX_VERTICAL_FOV, aspect));
  const fov = clamp(view.fov, Math.min(MIN_FOV, widest), widest);
  const up = verticalFov(fov, aspect) / 2;
  const most = up * (1 - INWARDS);
  // All around, there is a picture beyond the poles too.
  const pitch = within(view.pitch, whole && bottom <= -90 ? -90 : bottom + most, whole && top >= 90 ? 90 : top - most);
  if (whole) return { yaw: wrap(view.yaw), pitch, fov };
  const middle = (left + right) / 2;
  const aside = Math.max((right - left) / 2 - sideways(fov / 2, up, pitch) * (1 - INWARDS), 0);
  return { yaw: wrap(middle + clamp(wrap(view.yaw - middle), -aside, aside)), pitch, fov };
}

/** What a picture covers once it is turned; the few degrees that a camera hung askew are left out. @param {Coverage} coverage @param {Pose} [pose] @returns {Coverage} */
export function inRoom({ yaw: [left, right], pitch }, pose) {
  const turn = pose?.yaw ?? 0;
  return { yaw: [left + turn, right + turn], pitch };
}

/** @param {number} value @param {number} low @param {number} high @returns {number} in the middle where low lies above high */
function within(value, low, high) {
  return low > high ? (low + high) / 2 : clamp(value, low, high);
}

/**
 * How far a screen reaches to each side: furthest in the corners nearest to a pole, where meridians draw together.
 * @param {number} across half the screen's width @param {number} up half its height @param {number} pitch of its middle
 * @returns {number} degrees of yaw
 */
function sideways(across, up, pitch) {
  const lean = Math.abs(pitch) * RADIANS;
  const ahead = Math.cos(lean) - Math.tan(up * RADIANS) * Math.sin(lean);
  return ahead > 1e-9 ? Math.atan2(Math.tan(across * RADIANS), ahead) / RADIANS : 180;       // a pole on the screen: all around
}

/**
 * The picture follows the finger: what was under it stays under it, in the middle of the screen exactly.
 * @param {View} view @param {number} dx @param {number} dy pixels, right and down @param {number} width of the screen, pixels
 * @returns {View}
 */
export function drag(view, dx, dy, width) {
  const degreesPerPixel = (2 * Math.tan((view.fov * Math.PI) / 360) * 180) / Math.PI / width;
  // Near the poles a turn moves the picture less on the screen: turn more, but not without end.
  const lean = Math.max(Math.cos((view.pitch * Math.PI) / 180), 0.35);
  return { yaw: wrap(view.yaw - (dx * degreesPerPixel) / lean), pitch: clamp(view.pitch + dy * degreesPerPixel, -90, 90), fov: view.fov };
}

/** @param {View} view @param {number} factor > 1 goes closer @returns {View} */
export function zoom(view, factor) {
  return { ...view, fov: clamp(view.fov / factor, MIN_FOV, MAX_FOV) };
}

/** @param {View} view @param {string} key KeyboardEvent.key @returns {View | null} null for keys that do not turn */
export function turnByKey(view, key) {
  const step = (KEY_STEP * view.fov) / 90;      // zoomed in, a step is smaller
  switch (key) {
    case 'ArrowLeft': return { ...view, yaw: wrap(view.yaw - step) };
    case 'ArrowRight': return { ...view, yaw: wrap(view.yaw + step) };
    case 'ArrowUp': return { ...view, pitch: clamp(view.pitch + step, -90, 90) };
    case 'ArrowDown': return { ...view, pitch: clamp(view.pitch - step, -90, 90) };
    case '+': case '=': return zoom(view, 1.2);
    case '-': case '_': return zoom(view, 1 / 1.2);
    default: return null;
  }
}

/**
 * On the way from one view to another, the short way round.
 * @param {View} from @param {View} to @param {number} part 0 = from, 1 = to
 * @returns {View}
 */
export function between(from, to, part) {
  const eased = part * part * (3 - 2 * part);
  return {
    yaw: wrap(from.yaw + wrap(to.yaw - from.yaw) * eased),
    pitch: from.pitch + (to.pitch - from.pitch) * eased,
    fov: from.fov + (to.fov - from.fov) * eased,
  };
}

/**
 * Turning and zooming: from a gesture to the next view. Pure.
 *
 * @typedef {import('../shared/formats.js').Angles} Angles
 * @typedef {import('../shared/formats.js').View} View
 * @typedef {import('../shared/formats.js').Coverage} Coverage
 * @typedef {import('../shared/formats.js').Pose} Pose
 * @typedef {import('../shared/projection.js').Vector} Vector
 *
 * @typedef {Coverage & { pose?: Pose, spots?: Angles[] }} Reach what there is to see: the picture, and the directions of hotspots, in the
 *   room or, where a pose is given, in the frame of a picture that hangs askew
 */
import { angles, clamp, direction, horizontalFov, posed, unposed, verticalFov, wrap } from '../shared/projection.js';

const RADIANS = Math.PI / 180;

const MIN_FOV = 30;
const MAX_FOV = 110;

/** On an upright phone 90° wide would be 130° high; beyond this the picture's edges smear. */
const MAX_VERTICAL_FOV = 85;

/**
 * The edge of a picture that is not all around comes this far into the screen, as a part of the way to its middle: what stands at the edge
 * has to come out from under the page's own bars, and a corner of it into view.
 */
const INWARDS = 0.3;

/** What an eye in a headset sees, about. */
const HEADSET_FOV = 85;

/** Degrees that one press of an arrow key turns. */
const KEY_STEP = 10;

/**
 * What there is to see in the room.
 * @param {Coverage} coverage of the picture @param {Pose} [pose] how it is turned @param {Angles[]} [spots] of hotspots, in the room
 * @returns {Reach}
 */
export function inRoom({ yaw: [left, right], pitch }, pose, spots = []) {
  if (pose && (pose.pitch || pose.roll)) return { yaw: [left, right], pitch, pose, spots: spots.map((at) => angles(unposed(direction(at.yaw, at.pitch), pose))) };
  const turn = pose?.yaw ?? 0;
  return { yaw: [left + turn, right + turn], pitch, ...(spots.length ? { spots } : {}) };
}

/**
 * The view that fits a screen: nothing smeared, angles in range, and hardly more of the screen than the picture covers. Where less is covered
 * than the screen shows, its middle is in the middle.
 *
 * Hotspots come first: the view reaches as far as brings any of them into the middle, be it at the edge or where no picture is. Drawn at the
 * nearest edge instead they would stand elsewhere than in a headset, and elsewhere than their names say.
 * @param {View} view @param {number} aspect width / height of the screen @param {Reach} reach
 * @returns {View}
 */
export function fit(view, aspect, reach) {
  const widest = Math.min(MAX_FOV, horizontalFov(MAX_VERTICAL_FOV, aspect));
  const fov = clamp(view.fov, Math.min(MIN_FOV, widest), widest);
  const { yaw: [left, right], pitch: [bottom, top], spots = [] } = reach;
  const { across, up } = halves(fov, aspect, reach);
  const middle = (left + right) / 2;
  const whole = right - left >= 360;
  const most = up * (1 - INWARDS);
  return { ...moved(view, reach, (at) => {
    // All around, there is a picture beyond the poles too.
    const pitch = withinPitch(at.pitch, whole && bottom <= -90 ? -90 : bottom + most, whole && top >= 90 ? 90 : top - most, spots);
    if (whole) return { yaw: at.yaw, pitch };
    return { yaw: withinYaw(at.yaw, middle, (right - left) / 2 - sideways(across, up, pitch) * (1 - INWARDS), spots), pitch };
  }), fov };
}

/**
 * The yaw from which somebody in a headset faces the picture, wherever they come from: beyond it nothing but black would be around them, its
 * hotspots behind them.
 * @param {View} view @param {Reach} reach of the picture alone @param {boolean} meant somebody chose this view for this scene: then it may lie near an edge
 * @returns {number} the view's own where that shows enough of it
 */
export function facing(view, reach, meant) {
  const { yaw } = fit({ ...view, fov: meant ? MIN_FOV : HEADSET_FOV }, 1, reach);
  return Math.abs(wrap(yaw - view.yaw)) < 1e-6 ? view.yaw : yaw;
}

/**
 * Keeps what is shown beside its own place (discs that were in one place) where the view reaches: between that place and the picture, or what
 * the screen shows of it at least.
 * @param {number} fov @param {number} aspect of the screen @param {Reach} reach
 * @returns {(vector: Vector, index: number) => Vector} index: whose of the hotspots
 */
export function shownWithin(fov, aspect, reach) {
  const { yaw: [left, right], pitch: [bottom, top], spots = [] } = reach;
  const { across, up } = halves(fov, aspect, reach);
  const middle = { yaw: (left + right) / 2, pitch: (bottom + top) / 2 };
  const aside = Math.max((right - left) / 2, across * (1 - INWARDS));
  const above = Math.max((top - bottom) / 2, up * (1 - INWARDS));
  return (vector, index) => {
    const at = angles(vector);
    const own = spots.slice(index, index + 1);
    const kept = moved(at, reach, ({ yaw, pitch }) => ({
      yaw: right - left >= 360 ? yaw : withinYaw(yaw, middle.yaw, aside, own),
      pitch: withinPitch(pitch, middle.pitch - above, middle.pitch + above, own),
    }));
    return Math.abs(wrap(kept.yaw - at.yaw)) + Math.abs(kept.pitch - at.pitch) < 1e-9 ? vector : direction(kept.yaw, kept.pitch);
  };
}

/** Half of what a screen shows, degrees. Where the picture hangs askew: of the upright box around the screen, as the picture sees it. @param {number} fov @param {number} aspect @param {Reach} reach */
function halves(fov, aspect, { pose }) {
  const [across, up] = [fov / 2, verticalFov(fov, aspect) / 2];
  const [sine, cosine] = [Math.abs(Math.sin((pose?.roll ?? 0) * RADIANS)), Math.abs(Math.cos((pose?.roll ?? 0) * RADIANS))];
  return { across: across * cosine + up * sine, up: up * cosine + across * sine };
}

/** @param {Angles} at in the room @param {Reach} reach @param {(at: Angles) => Angles} move as the picture lies @returns {Angles} in the room */
function moved({ yaw, pitch }, { pose }, move) {
  if (!pose) {
    const to = move({ yaw, pitch });
    return { yaw: wrap(to.yaw), pitch: to.pitch };
  }
  const at = angles(unposed(direction(yaw, pitch), pose));
  const to = move(at);
  // What stays is not turned there and back: straight up, the way somebody faces would be lost.
  if (Math.abs(wrap(to.yaw - at.yaw)) + Math.abs(to.pitch - at.pitch) < 1e-9) return { yaw: wrap(yaw), pitch: clamp(pitch, -90, 90) };
  // Steep in the room may be beyond the picture's own pole: of both ways back the one on which nobody is turned around.
  const over = move({ yaw: wrap(at.yaw + 180), pitch: Math.sign(at.pitch) * 180 - at.pitch });
  const [one, other] = /** @type {[Angles, Angles]} */ ([to, over].map((way) => angles(posed(direction(way.yaw, way.pitch), pose))));
  return Math.abs(wrap(one.yaw - yaw)) <= Math.abs(wrap(other.yaw - yaw)) ? one : other;
}

/** @param {number} pitch @param {number} low @param {number} high their middle counts where low lies above high @param {Angles[]} spots are reached too @returns {number} */
function withinPitch(pitch, low, high, spots) {
  const [least, most] = low > high ? [(low + high) / 2, (low + high) / 2] : [low, high];
  const pitches = spots.map((spot) => spot.pitch);
  return clamp(pitch, Math.min(least, ...pitches), Math.max(most, ...pitches));
}

/** @param {number} yaw @param {number} middle @param {number} aside to both sides of it @param {Angles[]} spots are reached too @returns {number} */
function withinYaw(yaw, middle, aside, spots) {
  const sides = spots.map((spot) => wrap(spot.yaw - middle));
  const [left, right] = [Math.min(-Math.max(aside, 0), ...sides), Math.max(aside, 0, ...sides)];
  // To the nearer end, the short way round: who drags far beyond one must not arrive at the other.
  const centre = middle + (left + right) / 2;
  const reach = (right - left) / 2;
  return centre + clamp(wrap(yaw - centre), -reach, reach);
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

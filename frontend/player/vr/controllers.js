/**
 * A headset's controllers and hands: a ray for each, and their buttons as words: select, back, menu, recentre, turn.
 * Asks WebXR itself, so that any number of them may come and go, eye-and-pinch ("transient-pointer") too.
 *
 * @typedef {import('./aim.js').Ray} Ray
 * @typedef {{ select: (ray: Ray) => void, back: () => void, menu: () => void, recentre: () => void, turn: (degrees: number) => void }} Actions
 * @typedef {{ pressed: string, turned: boolean, beam: Beam, hand: Hand | null }} Held
 */
import { settings } from '../settings.js';
import { Beam } from './beam.js';
import { Hand } from './hand.js';

/** xr-standard gamepads. Each controller has all of them, so that one hand is enough. */
const BUTTONS = /** @type {const} */ ({ 3: 'recentre', 4: 'menu', 5: 'back' });
const STICK = 2;
/** Degrees; a turn in one step makes nobody sick, a smooth one does. */
const SNAP = 30;
const RAY_LENGTH = 5;

export class Controllers {
  /** @param {import('three').Scene} scene @param {XRSession} session @param {() => XRReferenceSpace | null} space @param {Actions} actions */
  constructor(scene, session, space, actions) {
    this.scene = scene;
    this.session = session;
    this.space = space;
    this.actions = actions;
    /** @type {Map<XRInputSource, Held>} */
    this.held = new Map();
    /** Those that point now, the one that counts first. @type {{ ray: Ray, reach: (metres: number) => void }[]} */
    this.rays = [];
    /** Eyes and a pinch: there is a source only while fingers are closed. */
    this.pinches = false;
    /** Whose hand chose last: where two point at something, that one counts. @type {XRHandedness} */
    this.leading = 'right';
    this.select = (/** @type {XRInputSourceEvent} */ { frame, inputSource }) => {
      this.leading = inputSource.handedness;
      const found = this.meant(inputSource) && ray(frame, inputSource, this.space());
      if (found) this.actions.select(found);
    };
    session.addEventListener('select', this.select);
  }

  /** @param {XRFrame} frame */
  update(frame) {
    const space = this.space();
    const sources = [...this.session.inputSources].filter((source) => this.meant(source));
    for (const [source, held] of this.held) {
      if (sources.includes(source)) continue;
      held.beam.remove();
      held.hand?.remove();
      this.held.delete(source);
    }
    this.rays = [];
    const awake = this.session.visibilityState === 'visible';
    for (const source of sources) {
      const held = this.held.get(source) ?? this.take(source);
      const found = awake && source.targetRayMode !== 'gaze' ? ray(frame, source, space) : null;
      held.beam.show(found, RAY_LENGTH);
      if (space) held.hand?.follow(frame, space, awake);
      if (found) this.rays[source.handedness === this.leading ? 'unshift' : 'push']({ ray: found, reach: (metres) => held.beam.show(found, metres) });
      if (source.gamepad && awake) this.press(source.gamepad, held);
    }
  }

  /** What this headset points with now. @returns {'tracked' | 'gaze' | 'none'} */
  get input() {
    const modes = [...this.session.inputSources].filter((source) => this.meant(source)).map(({ targetRayMode }) => targetRayMode);
    return this.pinches || modes.some((mode) => mode !== 'gaze') ? 'tracked' : modes.length ? 'gaze' : 'none';
  }

  /** Who uses one hand is not disturbed by what lies on the table. @param {XRInputSource} source */
  meant({ handedness }) {
    const hand = settings.get('hand');
    return hand === 'both' || handedness === 'none' || handedness === hand;
  }

  /** @param {XRInputSource} source @returns {Held} */
  take(source) {
    const held = { pressed: '', turned: false, beam: new Beam(this.scene), hand: source.hand ? new Hand(this.scene, source.hand) : null };
    this.held.set(source, held);
    this.pinches ||= source.targetRayMode === 'transient-pointer';
    return held;
  }

  /** Buttons tell no event of their own. @param {Gamepad} pad @param {Held} held */
  press(pad, held) {
    const pressed = Object.entries(BUTTONS).find(([index]) => pad.buttons[Number(index)]?.pressed)?.[1] ?? '';
    if (pressed && pressed !== held.pressed) this.actions[pressed]();
    held.pressed = pressed;
    const stick = pad.axes[STICK] ?? 0;
    const turned = Math.abs(stick) > (held.turned ? 0.3 : 0.7);
    if (turned && !held.turned && settings.get('snapTurn')) this.actions.turn(Math.sign(stick) * SNAP);
    held.turned = turned;
  }

  remove() {
    this.session.removeEventListener('select', this.select);
    for (const { beam, hand } of this.held.values()) {
      beam.remove();
      hand?.remove();
    }
    this.held.clear();
    this.rays = [];
  }
}

/** @param {XRFrame} frame @param {XRInputSource} source @param {XRReferenceSpace | null} space @returns {Ray | null} in the headset's space, metres; null while it is not tracked */
function ray(frame, source, space) {
  const pose = space && frame.getPose(source.targetRaySpace, space);
  if (!pose) return null;
  const { position, orientation: { x, y, z, w } } = pose.transform;
  // The pose's forward direction: its quaternion applied to -Z.
  return { origin: [position.x, position.y, position.z], direction: [-2 * (x * z + w * y), -2 * (y * z - w * x), -(1 - 2 * (x * x + y * y))] };
}

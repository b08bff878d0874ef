/**
 * A headset's controllers and hands: their rays, and their buttons as three words: select, back, turn.
 *
 * @typedef {import('./aim.js').Ray} Ray
 * @typedef {import('../../shared/projection.js').Vector} Vector
 * @typedef {{ select: (ray: Ray) => void, back: () => void, turn: (degrees: number) => void }} Actions
 */
import { BufferAttribute, BufferGeometry, Line, LineBasicMaterial, Vector3 } from 'three';

const HANDS = [0, 1];
/** xr-standard gamepads: the upper face button, B on the right hand and Y on the left. */
const BACK_BUTTON = 5;
const STICK = 2;
/** Degrees; a turn in one step makes nobody sick, a smooth one does. */
const SNAP = 30;
const RAY_LENGTH = 5;

export class Controllers {
  /** @param {import('three').WebGLRenderer} renderer @param {import('three').Scene} scene @param {Actions} actions */
  constructor(renderer, scene, actions) {
    this.scene = scene;
    this.actions = actions;
    /** @type {WeakMap<XRInputSource, { back: boolean, turned: boolean }>} */
    this.held = new WeakMap();
    this.hands = HANDS.map((index) => {
      const hand = renderer.xr.getController(index);
      const geometry = new BufferGeometry();
      geometry.setAttribute('position', new BufferAttribute(new Float32Array([0, 0, 0, 0, 0, -1]), 3));
      const line = new Line(geometry, new LineBasicMaterial({ color: '#ffffff', transparent: true, opacity: 0.7, depthTest: false, toneMapped: false }));
      line.renderOrder = 6;
      line.scale.z = RAY_LENGTH;
      line.visible = false;
      hand.add(line);
      const connected = (/** @type {{ data: XRInputSource }} */ { data }) => { line.visible = data.targetRayMode === 'tracked-pointer'; };
      const disconnected = () => { line.visible = false; };
      const select = () => this.actions.select(ray(hand));
      hand.addEventListener('connected', connected);
      hand.addEventListener('disconnected', disconnected);
      hand.addEventListener('select', select);
      scene.add(hand);
      return { hand, line, remove: () => {
        hand.removeEventListener('connected', connected);
        hand.removeEventListener('disconnected', disconnected);
        hand.removeEventListener('select', select);
        hand.remove(line);
        scene.remove(hand);
        geometry.dispose();
        line.material.dispose();
      } };
    });
  }

  /** @returns {{ ray: Ray, reach: (metres: number) => void }[]} of those that point now */
  rays() {
    return this.hands.filter(({ line, hand }) => line.visible && hand.visible)
      .map(({ hand, line }) => ({ ray: ray(hand), reach: (metres) => { line.scale.z = metres; } }));
  }

  /** Buttons tell no event of their own; asked each frame. @param {XRSession} session */
  listen(session) {
    for (const source of session.inputSources) {
      const pad = source.gamepad;
      if (!pad) continue;
      const before = this.held.get(source) ?? { back: false, turned: false };
      const back = pad.buttons[BACK_BUTTON]?.pressed ?? false;
      const stick = pad.axes[STICK] ?? 0;
      const turned = Math.abs(stick) > (before.turned ? 0.3 : 0.7);
      if (back && !before.back) this.actions.back();
      if (turned && !before.turned) this.actions.turn(Math.sign(stick) * SNAP);
      this.held.set(source, { back, turned });
    }
  }

  remove() {
    this.hands.forEach(({ remove }) => remove());
  }
}

/** @param {import('three').Object3D} hand @returns {Ray} in the headset's space, metres */
function ray(hand) {
  const origin = new Vector3().setFromMatrixPosition(hand.matrixWorld);
  const along = new Vector3(0, 0, -1).transformDirection(hand.matrixWorld);
  return { origin: [origin.x, origin.y, origin.z], direction: [along.x, along.y, along.z] };
}

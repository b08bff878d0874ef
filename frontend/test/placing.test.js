import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directionAt, movable, movedByKey } from '../player/placing.js';
import { toScreen } from '../shared/projection.js';

const VIEW = { yaw: 170, pitch: 10, fov: 80 };
const PICTURE = /** @type {Element} */ (/** @type {unknown} */ ({ getBoundingClientRect: () => ({ left: 40, top: 30, width: 800, height: 450 }) }));

/** @param {import('../shared/formats.js').Angles} actual @param {import('../shared/formats.js').Angles} expected */
function near(actual, expected) {
  assert.ok(Math.abs(actual.yaw - expected.yaw) < 1e-9 && Math.abs(actual.pitch - expected.pitch) < 1e-9, JSON.stringify({ actual, expected }));
}

/** Where a direction lies on the page. @param {import('../shared/formats.js').Angles} at */
function onPage(at) {
  const { x, y } = toScreen(at, VIEW, 800, 450) ?? { x: NaN, y: NaN };
  return { clientX: x + 40, clientY: y + 30 };
}

/** A hotspot's button at `at`, and what it told. @param {import('../shared/formats.js').Angles} at */
function hotspot(at) {
  const button = Object.assign(new EventTarget(), { setPointerCapture: () => undefined });
  const control = new AbortController();
  const told = { at, moved: 0, placed: 0 };
  movable(/** @type {HTMLElement} */ (/** @type {unknown} */ (button)), {
    picture: PICTURE, view: () => VIEW, at: () => told.at,
    moved: (next) => { told.at = next; told.moved++; },
    placed: (next) => { told.at = next; told.placed++; },
  }, control.signal);
  const send = (/** @type {string} */ type, /** @type {object} */ fields) => {
    const event = Object.assign(new Event(type, { cancelable: true }), { button: 0, pointerId: 1 }, fields);
    button.dispatchEvent(event);
    return event;
  };
  return { told, send, control };
}

test('a click tells its direction, across the seam too', () => {
  near(directionAt(onPage({ yaw: -178, pitch: -5 }), PICTURE, VIEW), { yaw: -178, pitch: -5 });
});

test('what is dragged follows the pointer from where it was held', () => {
  const { told, send } = hotspot({ yaw: 165, pitch: 0 });
  const held = onPage(told.at);
  send('pointerdown', { clientX: held.clientX + 9, clientY: held.clientY - 7 });       // not in its middle
  const goal = onPage({ yaw: -175, pitch: 12 });
  send('pointermove', { clientX: goal.clientX + 9, clientY: goal.clientY - 7 });
  near(told.at, { yaw: -175, pitch: 12 });
  assert.deepEqual([told.moved, told.placed], [1, 0]);
  send('pointerup', { clientX: goal.clientX + 9, clientY: goal.clientY - 7 });
  assert.equal(told.placed, 1);
  send('pointermove', { clientX: 0, clientY: 0 });
  near(told.at, { yaw: -175, pitch: 12 });
});

test('arrow keys move it, finely with Shift; others are left alone', () => {
  const { told, send, control } = hotspot({ yaw: 179.5, pitch: 89.5 });
  assert.ok(send('keydown', { key: 'ArrowRight', shiftKey: false }).defaultPrevented);
  near(told.at, { yaw: -179.5, pitch: 89.5 });
  send('keydown', { key: 'ArrowUp', shiftKey: false });
  near(told.at, { yaw: -179.5, pitch: 90 });
  send('keydown', { key: 'ArrowDown', shiftKey: true });
  near(told.at, { yaw: -179.5, pitch: 89.9 });
  assert.ok(!send('keydown', { key: 'Tab', shiftKey: false }).defaultPrevented);
  control.abort();
  send('keydown', { key: 'ArrowLeft', shiftKey: false });
  near(told.at, { yaw: -179.5, pitch: 89.9 });
  assert.equal(movedByKey(told.at, 'Enter', false), null);
});

import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';

// motion.js asks the browser at once whether movement is to be avoided.
Object.assign(globalThis, { window: { matchMedia: () => ({ matches: false }) } });
const { Camera } = await import('../player/camera.js');

beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
afterEach(() => mock.timers.reset());

function made() {
  const screen = { aspect: 16 / 9, onFrame: new Set() };
  /** @type {(boolean | 'turned')[]} */
  const told = [];
  const camera = new Camera(screen, { turned: () => told.push('turned'), rested: (closer) => told.push(closer) });
  /** @param {number} time ms */
  const frame = (time) => [...screen.onFrame].forEach((listener) => listener(time, undefined));
  return { camera, screen, told, frame };
}

test('a screen that becomes narrow shows less, and as much as was chosen when it is wide again', () => {
  const { camera, screen } = made();
  camera.look({ yaw: 10, pitch: 0, fov: 100 });
  screen.aspect = 360 / 740;
  camera.refit();
  assert.ok(camera.view.fov < 60, `${camera.view.fov}`);
  camera.look({ ...camera.view, yaw: 50 });                 // turning chooses no other width
  screen.aspect = 16 / 9;
  camera.refit();
  assert.deepEqual([camera.view.yaw, camera.view.fov], [50, 100]);
});

test('a glide ends where it was to go, the short way round, and tells on its way where that is', () => {
  const { camera, frame } = made();
  camera.look({ yaw: 170, pitch: 0, fov: 90 });
  camera.glide({ yaw: -170, pitch: 0, fov: 90 }, 100);
  assert.equal(camera.goal?.yaw, -170);
  frame(0);
  frame(50);
  assert.ok(Math.abs(Math.abs(camera.view.yaw) - 180) < 1e-9, `${camera.view.yaw}`);
  frame(100);
  assert.deepEqual([camera.view.yaw, camera.goal], [-170, null]);
});

test('looking elsewhere ends a glide; zooming again goes on from where the last one ends', () => {
  const { camera, frame } = made();
  camera.zoom(1.5);
  camera.zoom(1.5);
  assert.ok(camera.goal && Math.abs(camera.goal.fov - 40) < 1e-9, `${camera.goal?.fov}`);
  frame(0);
  camera.look({ yaw: 5, pitch: 0, fov: 90 });
  frame(1000);
  assert.deepEqual([camera.view.yaw, camera.goal], [5, null]);
});

test('each turn is told, rest once, with whether the view came closer', () => {
  const { camera, told } = made();
  camera.look({ yaw: 5, pitch: 0, fov: 90 });
  mock.timers.tick(200);
  camera.look({ yaw: 5, pitch: 0, fov: 60 });
  mock.timers.tick(299);
  assert.deepEqual(told, ['turned', 'turned']);
  mock.timers.tick(1);
  assert.deepEqual(told, ['turned', 'turned', true]);
});

test('without a screen nothing turns', () => {
  const camera = new Camera(null, { turned: () => assert.fail('turned'), rested: () => assert.fail('rested') });
  camera.look({ yaw: 5, pitch: 0, fov: 90 });
  camera.zoom(2);
  assert.deepEqual([camera.view.yaw, camera.goal], [0, null]);
});

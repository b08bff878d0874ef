import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Euler, Matrix4, PerspectiveCamera, Vector4 } from 'three';
import { multiply, perspective, placed, posed, towards } from '../shared/matrix.js';
import { poseEuler, toScreen, direction, verticalFov } from '../shared/projection.js';

/** @param {number[]} actual @param {number[]} expected @param {number} [within] */
function near(actual, expected, within = 1e-9) {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, at) => assert.ok(Math.abs(value - /** @type {number} */ (expected[at])) <= within, `${actual}, not ${expected}`));
}

const POSES = [{ yaw: 0, pitch: 0, roll: 0 }, { yaw: 30, pitch: -20, roll: 10 }, { yaw: -170, pitch: 80, roll: -95 }];

test('a pose turns as three.js turns it', () => {
  for (const pose of POSES) {
    const { x, y, z, order } = poseEuler(pose);
    near(posed(pose), new Matrix4().makeRotationFromEuler(new Euler(x, y, z, order)).elements);
  }
});

test('products and perspective are those of three.js', () => {
  const [a, b] = [posed({ yaw: 40, pitch: 3, roll: -70 }), placed([2, 0, 0], [0, -3, 1], [0, 1, 5], [7, -8, 9])];
  near(multiply(a, b), new Matrix4().fromArray(a).multiply(new Matrix4().fromArray(b)).elements);
  const camera = new PerspectiveCamera(verticalFov(90, 1.7), 1.7, 0.05, 100);
  camera.updateProjectionMatrix();
  near(perspective(90, 1.7, 0.05, 100), camera.projectionMatrix.elements);
});

test('what the matrices put on the screen lies where projection.toScreen says', () => {
  const [width, height] = [1280, 720];
  const view = { yaw: 25, pitch: -12, fov: 80 };
  const matrix = multiply(perspective(view.fov, width / height, 0.05, 100), towards(view));
  for (const at of [{ yaw: 25, pitch: -12 }, { yaw: 40, pitch: 0 }, { yaw: 0, pitch: -30 }]) {
    const point = new Vector4(...direction(at.yaw, at.pitch), 1).applyMatrix4(new Matrix4().fromArray(matrix));
    const expected = toScreen(at, view, width, height);
    assert.ok(expected);
    near([((point.x / point.w + 1) / 2) * width, ((1 - point.y / point.w) / 2) * height], [expected.x, expected.y], 1e-6);
  }
});

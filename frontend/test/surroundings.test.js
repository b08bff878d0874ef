import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DataUtils } from 'three';
import { light, surroundings } from '../player/mesh/surroundings.js';
import { direction, dot } from '../shared/projection.js';

/** Light that falls on a matt surface, counted: the mean of what it faces, weighed by the cosine. @param {import('../shared/projection.js').Vector} normal */
function counted(normal) {
  let sum = 0;
  let weights = 0;
  for (let pitch = -89; pitch < 90; pitch += 2) {
    for (let yaw = 0; yaw < 360; yaw += 2) {
      const towards = direction(yaw, pitch);
      const weight = Math.max(dot(normal, towards), 0) * Math.cos((pitch * Math.PI) / 180);
      sum += light(towards, Infinity) * weight;
      weights += weight;
    }
  }
  return sum / weights;
}

test('what a matt surface gets is what falls on it, whichever way it faces', () => {
  for (const [yaw, pitch] of /** @type {const} */ ([[0, 90], [145, 50], [180, 0], [-125, 12], [60, -20], [0, -90]])) {
    const normal = direction(yaw, pitch);
    const exact = counted(normal);
    assert.ok(Math.abs(light(normal, 1) - exact) < 0.06 + exact * 0.1, `${yaw} ${pitch}: ${light(normal, 1)} for ${exact}`);
  }
});

test('a rougher surface sees a window dimmer and wider', () => {
  const [middle, beside] = [direction(145, 50), direction(-165, 50)];
  for (const [rough, smooth] of /** @type {const} */ ([[1, 10], [10, 100], [100, Infinity]])) {
    assert.ok(light(middle, rough) < light(middle, smooth));
    assert.ok(light(beside, rough) / light(middle, rough) > light(beside, smooth) / light(middle, smooth));
  }
});

test('the cube has every level from a mirror to matt, and the window where it is', () => {
  const { image, isPMREMTexture } = /** @type {{ image: any[], isPMREMTexture: boolean }} */ (/** @type {unknown} */ (surroundings()));
  assert.equal(isPMREMTexture, true, 'or three.js would blur it on the graphics card');
  assert.equal(image.length, 6);
  for (const level of [0, 1, 2, 3]) {
    let best = { value: 0, face: -1, s: 0, t: 0 };
    image.forEach(({ mipmaps }, face) => {
      const { data, width } = mipmaps[level];
      assert.equal(width, 64 >> level);
      for (let pixel = 0; pixel < width * width; pixel++) {
        const value = DataUtils.fromHalfFloat(data[pixel * 4]);
        if (value > best.value) best = { value, face, s: ((pixel % width) + 0.5) / width * 2 - 1, t: (Math.floor(pixel / width) + 0.5) / width * 2 - 1 };
      }
    });
    if (level === 3) continue;            // matt: the sky and the other window weigh in
    // The window is at yaw 145, pitch 50: up and behind (+z), to the right (+x), which a cube has at its left.
    assert.equal(best.face, 2, `+y, level ${level}`);
    assert.ok(best.s < 0 && best.t > 0, `${JSON.stringify(best)}`);
  }
});

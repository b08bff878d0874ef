import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Vector3, Quaternion } from 'three';
import { direction, dot, poseEuler } from '../shared/projection.js';
import { Dwell } from '../player/vr/dwell.js';
import { layerShape, layerTurn } from '../player/vr/layer_shape.js';
import { Lazy } from '../player/vr/lazy.js';
import { Minutes } from '../player/vr/minutes.js';
import { SENTENCES } from '../player/vr/sentences.js';
import { spread } from '../player/vr/spread.js';

/** @typedef {import('../shared/projection.js').Vector} Vector */

test('a gaze that rests chooses once, and again only after it left', () => {
  const dwell = new Dwell();
  assert.deepEqual(dwell.look('a', 0, 1000), { part: 0, chosen: false });
  assert.equal(dwell.look('a', 600, 1000).part, 0.6);
  assert.deepEqual(dwell.look('a', 1000, 1000), { part: 0, chosen: true });
  assert.deepEqual(dwell.look('a', 5000, 1000), { part: 0, chosen: false }, 'it still rests there');
  dwell.look('b', 5100, 1000);
  assert.equal(dwell.look('a', 5200, 1000).part, 0, 'begins anew');
  assert.ok(dwell.look('a', 6200, 1000).chosen);
});

test('a slip of the eye does not begin anew, a look away does', () => {
  const dwell = new Dwell();
  dwell.look('a', 0, 1000);
  dwell.look('a', 500, 1000);
  dwell.look(null, 600, 1000);
  assert.equal(dwell.look('a', 650, 1000).part, 0.65);
  dwell.look(null, 1000, 1000);
  assert.equal(dwell.look('a', 1010, 1000).part, 0, 'longer than a slip');
  dwell.look('a', 1500, 1000);
  assert.equal(dwell.look(null, 2020, 1000).chosen, false, 'nothing is chosen while nothing is looked at');
});

test('what follows lazily stays in place for a glance, and comes along after a turn', () => {
  const lazy = new Lazy(0);
  assert.equal(lazy.follow(35, 0.1, false), 0);
  lazy.follow(60, 0.1, false);
  assert.ok(lazy.yaw > 15 && lazy.yaw < 40, `${lazy.yaw}`);
  for (let frame = 0; frame < 100; frame++) lazy.follow(60, 0.02, false);
  assert.ok(Math.abs(lazy.yaw - 60) <= 1);
  assert.equal(lazy.follow(75, 0.1, false), lazy.yaw, 'arrived: stays again');
  assert.equal(new Lazy(170).follow(-130, 0.1, true), -130, 'calm: at once, the short way round');
});

test('only hotspots in one place are moved, and end up apart', () => {
  const [alone, one, same, near] = /** @type {[Vector, Vector, Vector, Vector]} */ ([direction(90, 0), direction(0, 0), direction(0, 0), direction(2, 1)]);
  const made = spread([alone, one, same, near], 6);
  assert.deepEqual(made[0], alone);
  for (let i = 0; i < made.length; i++) {
    for (let j = i + 1; j < made.length; j++) {
      const between = (Math.acos(dot(/** @type {Vector} */ (made[i]), /** @type {Vector} */ (made[j]))) * 180) / Math.PI;
      assert.ok(between > 5.9, `${i} and ${j}: ${between}`);
    }
  }
  for (const moved of made.slice(1)) assert.ok((Math.acos(dot(moved, one)) * 180) / Math.PI < 9, 'but not far');
  assert.equal(spread([direction(0, 90), direction(0, 90)], 6).every((v) => v.every(Number.isFinite)), true, 'straight up too');
});

test('the timer counts what was watched, and tells once', () => {
  const minutes = new Minutes();
  const run = (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ limit) => {
    let told = 0;
    for (let time = from; time <= to; time += 500) told += Number(minutes.passed(time, limit));
    return told;
  };
  assert.equal(run(0, 299_000, 5), 0);
  assert.equal(run(10_000_000, 10_000_500, 5), 0, 'sleep does not count');
  assert.equal(run(10_001_000, 10_009_000, 5), 1);
  assert.equal(run(10_009_500, 10_400_000, 5), 0, 'once');
  assert.equal(run(10_400_500, 10_401_000, 0), 0, 'off');
});

test('a layer carries each direction where the spheres carry it', () => {
  const coverage = { yaw: /** @type {[number, number]} */ ([-30, 90]), pitch: /** @type {[number, number]} */ ([-40, 60]) };
  const pose = { yaw: 20, pitch: 10, roll: -5 };
  const heading = 70;
  const shape = layerShape(coverage, 'top-bottom');
  assert.equal(shape.layout, 'stereo-top-bottom');
  assert.ok(Math.abs(shape.centralHorizontalAngle - (120 * Math.PI) / 180) < 1e-9);
  assert.ok(Math.abs(shape.upperVerticalAngle - Math.PI / 3) < 1e-9 && Math.abs(shape.lowerVerticalAngle + (40 * Math.PI) / 180) < 1e-9);
  const { x, y, z, w } = layerTurn(coverage, pose, heading);
  for (const [yaw, pitch] of /** @type {const} */ ([[30, 0], [-30, 60], [90, -40]])) {
    // In the layer the middle of what is covered, yaw 30, lies straight ahead.
    const layer = new Vector3(...direction(yaw - 30, pitch)).applyQuaternion(new Quaternion(x, y, z, w));
    const euler = poseEuler(pose);
    const sphere = new Vector3(...direction(yaw, pitch));
    sphere.applyAxisAngle(new Vector3(0, 0, 1), euler.z).applyAxisAngle(new Vector3(1, 0, 0), euler.x).applyAxisAngle(new Vector3(0, 1, 0), euler.y);
    sphere.applyAxisAngle(new Vector3(0, 1, 0), (heading * Math.PI) / 180);
    assert.ok(layer.distanceTo(sphere) < 1e-9, `${yaw}, ${pitch}`);
  }
});

test('every sentence is there in both languages, with the same blanks', () => {
  const blanks = (/** @type {string} */ text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  assert.deepEqual(Object.keys(SENTENCES.en), Object.keys(SENTENCES.nl));
  for (const [name, text] of Object.entries(SENTENCES.nl)) assert.deepEqual(blanks(SENTENCES.en[/** @type {import('../player/vr/sentences.js').Sentence} */ (name)]), blanks(text), name);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrival, hotspotsOf, isManifest, neighbours, sceneOf } from '../player/room.js';
import { whereabouts } from '../player/whereabouts.js';

/** @param {string} id @param {object[]} hotspots @returns {any} */
const scene = (id, hotspots = []) => ({ id, title: { nl: id }, alt: { nl: id }, asset: 'x', pose: { yaw: 0, pitch: 0, roll: 0 }, initial_view: { yaw: 15, pitch: -5, fov: 80 }, hotspots });
/** @type {any} */
const MANIFEST = { schema_version: '1.7', start_scene: 'b', assets: {}, scenes: [scene('a', [{ kind: 'scene', scene: 'b', order: 1 }, { kind: 'scene', scene: 'a', order: 2 }]), scene('b'), scene('c')] };

test('the address picks the scene; an unknown one gives the start', () => {
  assert.equal(sceneOf(MANIFEST, 'c').id, 'c');
  assert.equal(sceneOf(MANIFEST, 'nowhere').id, 'b');
  assert.equal(sceneOf({ ...MANIFEST, start_scene: 'gone' }, null).id, 'a');
});

test('kinds of the future, and what has no place, are left out; the rest stands in tab order', () => {
  const at = { yaw: 0, pitch: 0 };
  const spots = [{ id: '1', kind: 'hologram', order: 1, at }, { id: '2', kind: 'link', order: 3, at }, { id: '3', kind: 'info', order: 2, at }, { id: '4', kind: 'info', order: 4 }];
  assert.deepEqual(hotspotsOf(scene('a', spots)).map(({ id }) => id), ['3', '2']);
});

test('arriving: as before, as the scene begins, or as the hotspot says', () => {
  const current = { yaw: 100, pitch: 20, fov: 50 };
  assert.deepEqual(arrival(scene('a'), 'same', current), current);
  assert.deepEqual(arrival(scene('a'), 'same', null), { yaw: 15, pitch: -5, fov: 80 });
  assert.deepEqual(arrival(scene('a'), 'default', current), { yaw: 15, pitch: -5, fov: 80 });
  assert.deepEqual(arrival(scene('a'), { yaw: -120, pitch: 4 }, current), { yaw: -120, pitch: 4, fov: 80 });
});

test('the scenes one click away are known, the scene itself is not one of them', () => {
  assert.deepEqual(neighbours(MANIFEST, MANIFEST.scenes[0]).map(({ id }) => id), ['b']);
});

test('only a manifest of version 1 with scenes is one', () => {
  assert.ok(isManifest(MANIFEST));
  for (const wrong of [null, {}, [], { ...MANIFEST, schema_version: '2.0' }, { ...MANIFEST, scenes: [] }, { ...MANIFEST, assets: undefined }]) assert.equal(isManifest(wrong), false);
});

test('directions in words, from where one looks', () => {
  assert.equal(whereabouts({ yaw: 135, pitch: 0 }, 0, 'nl'), 'rechts achter je');
  assert.equal(whereabouts({ yaw: 135, pitch: 0 }, 135, 'nl'), 'voor je');
  assert.equal(whereabouts({ yaw: -170, pitch: 0 }, 100, 'nl'), 'rechts van je');
  assert.equal(whereabouts({ yaw: -90, pitch: 40 }, 0, 'nl'), 'links van je, hoger');
  assert.equal(whereabouts({ yaw: 10, pitch: -80 }, 0, 'nl'), 'onder je');
  assert.equal(whereabouts({ yaw: 179, pitch: 0 }, 0, 'en'), 'behind you');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseTier, flatPictures, neededWidth, tierSteps, wantedWidth } from '../player/tiers.js';

const REF = { sha256: '', size: 0, media_type: 'image/jpeg', path: '' };
const TIERS = [8192, 2048, 4096].map((width) => ({ image: REF, alternatives: [], width, height: width / 2 }));
/** @param {(import('../shared/formats.js').Tier | null)[]} tiers */
const widths = (tiers) => tiers.map((tier) => tier?.width ?? 0);

test('1280 pixels for 90 degrees ask for 4021 around', () => {
  assert.ok(Math.abs(neededWidth(90, 1280) - 4021.2) < 0.1);
});

test('the narrowest that pays, within what the card takes', () => {
  assert.equal(chooseTier(TIERS, 1500, 16384)?.width, 2048);
  assert.equal(chooseTier(TIERS, 4021, 16384)?.width, 4096);
  assert.equal(chooseTier(TIERS, 6000, 16384)?.width, 8192);
  assert.equal(chooseTier(TIERS, 6000, 4096)?.width, 4096);
  assert.equal(chooseTier(TIERS, 99999, 16384)?.width, 8192);
  assert.equal(chooseTier(TIERS, 4000, 1024), null);
});

test('a stereo picture is twice as large as its tier says', () => {
  assert.equal(chooseTier(TIERS, 8000, 8192, 'left-right')?.width, 4096);
  assert.equal(chooseTier(TIERS, 8000, 8192, 'top-bottom')?.width, 8192);
});

test('something sharp first, then the goal, and nothing twice', () => {
  assert.deepEqual(widths(tierSteps(TIERS, 4096, 16384)), [2048, 4096]);
  assert.deepEqual(widths(tierSteps(TIERS, 100, 16384)), [2048]);
  assert.deepEqual(tierSteps([], 4096, 16384), []);
});

test('a headset has one width, saving data another; else the screen decides', () => {
  const wide = { headset: false, saving: false };
  assert.equal(wantedWidth(90, 1280, wide), neededWidth(90, 1280));
  assert.equal(wantedWidth(90, 1280, { ...wide, saving: true }), 2048);
  assert.equal(wantedWidth(90, 9999, { headset: true, saving: true }), 4096);
});

test('flat: the narrowest tier, then the poster; of a film its poster; of a mesh nothing', () => {
  const [poster, narrow] = [{ ...REF, path: 'poster' }, { ...REF, path: 'narrow' }];
  const tiers = [...TIERS, { image: narrow, alternatives: [], width: 1024, height: 512 }];
  /** @param {any} asset */
  const paths = (asset) => flatPictures(asset).map(({ path }) => path);
  assert.deepEqual(paths({ kind: 'panorama', tiers, poster }), ['narrow', 'poster']);
  assert.deepEqual(paths({ kind: 'panorama', tiers: [], poster }), ['poster']);
  assert.deepEqual(paths({ kind: 'video', poster }), ['poster']);
  for (const none of [{ kind: 'mesh', poster }, { kind: 'audio' }, undefined]) assert.deepEqual(paths(none), []);
});

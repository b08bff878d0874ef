import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { atMost, filmIndexes, headsetBlobs, narrowed } from '../shared/profile.js';

/** Counted by vr_rooms/format/profiles.py. @type {{ manifest: import('../shared/formats.js').Manifest, length: number, indexes: Record<string, import('../shared/formats.js').VideoIndex> }} */
const { manifest, length, indexes } = JSON.parse(readFileSync(new URL('../../tests/vr_rooms/format/profile_case.json', import.meta.url), 'utf8'));

test('the offline copy holds the blobs and bytes that the manifest counts for a headset', () => {
  const blobs = headsetBlobs(narrowed(manifest, 'headset'), indexes);
  const bytes = [...blobs.values()].reduce((sum, size) => sum + size, length);
  assert.deepEqual({ bytes, blobs: blobs.size + 1 }, manifest.profiles.headset);
});

test('an index that was not handed in is an error, not a smaller room', () => {
  assert.throws(() => headsetBlobs(narrowed(manifest, 'headset'), {}), TypeError);
  assert.equal(filmIndexes(narrowed(manifest, 'headset')).length, 3);
});

test('what a narrowed room names is there: one tier, no tiles, one playlist in place of the master', () => {
  const assets = Object.values(narrowed(manifest, 'headset').assets);
  for (const asset of assets) {
    if (asset.kind === 'panorama') {
      assert.equal(asset.tiers.length, 1);
      assert.equal('tiles' in asset, false);
    }
    if (asset.kind === 'video') for (const { master, variants } of asset.hls) assert.deepEqual(master, variants[0]?.playlist);
  }
  assert.deepEqual(assets.flatMap((asset) => (asset.kind === 'panorama' ? asset.tiers.map(({ width }) => width) : [])).sort(), [1500, 4096, 4096, 6000]);
});

test('the other profiles', () => {
  const web = Object.values(narrowed(manifest, 'web').assets);
  assert.ok(web.every((asset) => asset.kind !== 'panorama' || asset.tiles));
  assert.deepEqual(web.filter(({ kind }) => kind === 'video'), Object.values(manifest.assets).filter(({ kind }) => kind === 'video'));
  const fine = Object.values(narrowed(manifest, 'headset-hq').assets);
  assert.deepEqual(fine.flatMap((asset) => (asset.kind === 'panorama' ? [asset.tiers.map(({ width }) => width).join()] : [])).sort(), ['1500', '8192,4096', '8192,4096', '8192,6000']);
});

test('what is absent is replaced by the largest below, else the smallest', () => {
  const number = (/** @type {number} */ one) => one;
  assert.deepEqual(atMost([2048, 8192, 4096], number, 4096), [4096]);
  assert.deepEqual(atMost([2048, 8192], number, 4096), [2048]);
  assert.deepEqual(atMost([8192, 6000], number, 4096), [6000]);
  assert.deepEqual(atMost([], number, 4096), []);
});

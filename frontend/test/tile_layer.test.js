import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FACES, levelsOf } from '../player/tiles/pyramid.js';
import { TileLayer } from '../player/tiles/layer.js';

const POSE = { yaw: 0, pitch: 0, roll: 0 };
const TILES = { tile_size: 64, face_size: 1024, levels: 3, media_type: 'image/jpeg', ext: 'jpg', index: { sha256: '', size: 0, media_type: '', path: '' } };
const ASSET = /** @type {import('../shared/formats.js').Panorama} */ (/** @type {unknown} */ ({ stereo: 'mono', tiles: TILES }));

/** A layer whose tiles come at once, 16 columns a face at the finest; `missing` is a tile's path that does not. */
function layer(missing = '') {
  const stage = { surfaces: new Set(), painter: { pictures: new Set(), gl: {} } };
  let closed = 0;
  let open = 0;
  Object.assign(globalThis, { ImageBitmap: class { close() { closed++; } } });
  Object.assign(globalThis, { createImageBitmap: async () => { open++; return new ImageBitmap(); } });
  /** @type {string[]} */
  const failed = [];
  const content = { blob: async (/** @type {{ path: string }} */ { path }) => { if (path === missing) throw new Error('absent'); return {}; } };
  const made = new TileLayer(/** @type {any} */ (content), /** @type {any} */ (stage), () => undefined, (_error, { path }) => failed.push(path));
  let count = 0;
  const levels = levelsOf({ eyes: [{ levels: [64, 512, 1024].map((face_size) => {
    const columns = face_size / 64;
    const entries = () => Array.from({ length: columns * columns }, () => /** @type {[string, number]} */ ([String(count++).padStart(64, '0'), 9]));
    return { face_size, columns, faces: Object.fromEntries(FACES.map((face) => [face, entries()])) };
  }) }] }, TILES);
  made.open(ASSET, POSE, levels, new Map());
  const look = async (/** @type {number} */ yaw, fov = 40, needed = 1024 * Math.PI) => {
    made.look({ yaw, pitch: 0, fov }, 1, needed);
    await made.settled();
    await new Promise((done) => setTimeout(done, 20));
  };
  return { made, stage, levels, look, failed, bitmaps: () => ({ open, closed }) };
}

test('what is far away is let go, what is in view and the coarsest level stay', async () => {
  const { made, stage, look, bitmaps } = layer();
  for (let yaw = 0; yaw < 360; yaw += 30) {
    await look(yaw);
    assert.ok(made.complete, `all there at ${yaw}`);
    assert.ok([...made.pieces.values()].filter(({ tile }) => tile.level > 0).length <= 96);
  }
  assert.ok(made.around);
  assert.ok(made.pieces.size > 90);
  assert.equal(stage.surfaces.size, made.pieces.size);
  assert.equal(bitmaps().open - bitmaps().closed, made.pieces.size);
  made.close();
  assert.equal(bitmaps().open, bitmaps().closed);
  assert.equal(stage.surfaces.size, 0);
});

test('a view of more tiles than are kept gets a coarser level', async () => {
  const { made, look } = layer();
  await look(0, 100);
  assert.equal(made.level, 1);
  await look(0, 40);
  assert.equal(made.level, 2);
});

test('a tile that fails is told once, asked for once, and holds nobody up', async () => {
  const probe = layer();
  await probe.look(0);
  const path = [...probe.made.pieces.values()].find(({ tile }) => tile.level === 2)?.tile.ref.path ?? '';
  const { made, look, failed } = layer(path);
  await look(0);
  await look(1);
  assert.deepEqual(failed, [path]);
  assert.equal(made.missing, 0);
  assert.equal(made.complete, false);
});

test('tiles hide the sphere only where they are sharper than what is painted on it', async () => {
  const { made, look } = layer();
  await look(0, 100);
  assert.ok(made.complete);
  assert.ok(made.covers(0));
  assert.ok(!made.covers(4096), 'a tier that a headset left is sharper');
  made.arrange(true, 4096);
  assert.ok([...made.pieces.values()].every(({ surface }) => !surface.visible));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cubeFace, direction } from '../shared/projection.js';
import { chooseLevel, FACES, gaze, levelsOf, tilesInView } from '../player/tiles/pyramid.js';
import { Queue } from '../player/tiles/queue.js';

const LEVEL = { yaw: 0, pitch: 0, roll: 0 };
const TILES = { tile_size: 512, face_size: 2608, levels: 4, media_type: 'image/jpeg', ext: 'jpg', index: { sha256: '', size: 0, media_type: '', path: '' } };

/** @param {number[]} sizes @returns {import('../shared/formats.js').TileIndex} */
function index(sizes) {
  return { eyes: [{ levels: sizes.map((face_size) => {
    const columns = Math.ceil(face_size / 512);
    const entries = (/** @type {string} */ face) => Array.from({ length: columns * columns }, (_, at) => /** @type {[string, number]} */ ([`${face}${at}`.padEnd(64, '0'), 9]));
    return { face_size, columns, faces: Object.fromEntries(FACES.map((face) => [face, entries(face)])) };
  }) }] };
}
const levels = levelsOf(index([326, 652, 1304, 2608]), TILES);

test('tiles lie row by row, the last ones smaller', () => {
  const [, , third] = levels;
  assert.equal(third?.tiles.length, 54);
  const [first, second, , fourth] = third?.tiles ?? [];
  assert.deepEqual([first?.face, first?.left, first?.top], ['f', -1, -1]);
  assert.ok(Math.abs((first?.right ?? 0) - (1024 / 1304 - 1)) < 1e-12);
  assert.equal(second?.left, first?.right);
  assert.equal(fourth?.top, first?.bottom);
  assert.equal(third?.tiles[8]?.right, 1);
  assert.equal(first?.ref.path, `blobs/f0/f0${'0'.repeat(62)}.jpg`);
});

test('what is no index of such a pyramid is refused', () => {
  assert.throws(() => levelsOf(index([]), TILES), RangeError);
  const short = index([1304]);
  short.eyes[0]?.levels[0]?.faces.u?.pop();
  assert.throws(() => levelsOf(short, TILES), /face u of 1304 pixels has 8 tiles/);
  assert.throws(() => levelsOf(index([1304]), { ...TILES, tile_size: 256 }), RangeError);
  assert.throws(() => levelsOf(/** @type {any} */ ({}), TILES), TypeError);
});

test('the coarsest level that pays', () => {
  assert.equal(chooseLevel(levels, 4021), 2);      // 1280 pixels for 90 degrees
  assert.equal(chooseLevel(levels, 2048), 1);
  assert.equal(chooseLevel(levels, 0), 0);
  assert.equal(chooseLevel(levels, 99999), 3);
});

test('a tile is in view exactly when some direction of the view lies in it', () => {
  const tiles = levels[2]?.tiles ?? [];
  for (const pose of [LEVEL, { yaw: 30, pitch: -20, roll: 50 }]) {
    for (const [yaw, pitch] of /** @type {[number, number][]} */ ([[0, 0], [45, 35], [170, -80], [-100, 10], [20, -5]])) {
      const found = new Set(tilesInView(tiles, gaze({ yaw, pitch, fov: 80 }, 16 / 9, pose)).map(({ key }) => key));
      // Thrown out the other way: many directions of the screen, each into the tile that it meets.
      const seen = gaze({ yaw, pitch, fov: 80 }, 16 / 9, pose);
      const met = new Set();
      for (let at = 0; at < 40000; at++) {
        const look = direction((at * 137.508) % 360, (Math.asin(1 - (2 * (at + 0.5)) / 40000) * 180) / Math.PI);
        if (seen.planes.some((plane) => plane[0] * look[0] + plane[1] * look[1] + plane[2] * look[2] < 0.004)) continue;
        const { face, a, b } = cubeFace(look);
        met.add(tiles.find((tile) => tile.face === face && a >= tile.left && a <= tile.right && b >= tile.top && b <= tile.bottom)?.key);
      }
      for (const key of met) assert.ok(found.has(key), `${key} at ${yaw}, ${pitch}`);
      assert.ok(found.size <= met.size + 3, `${found.size} tiles for ${met.size}`);
    }
  }
});

test('the middle of the view comes first', () => {
  const [first] = tilesInView(levels[3]?.tiles ?? [], gaze({ yaw: 90, pitch: 0, fov: 90 }, 16 / 9, LEVEL));
  assert.equal(first?.face, 'r');
  assert.ok((first?.left ?? 1) <= 0 && (first?.right ?? -1) >= 0);
  const posed = tilesInView(levels[0]?.tiles ?? [], gaze({ yaw: 90, pitch: 0, fov: 40 }, 1, { yaw: 90, pitch: 0, roll: 0 }));
  assert.deepEqual(posed.map(({ face }) => face), ['f']);
});

test('a pose is undone: who looks where the picture was turned to sees its middle, with the right side down', () => {
  const { forward, planes: [left, right] } = gaze({ yaw: 40, pitch: 25, fov: 90 }, 1, { yaw: 40, pitch: 25, roll: 15 });
  assert.ok(Math.hypot(forward[0], forward[1], forward[2] + 1) < 1e-9);
  const across = [0, 1, 2].map((at) => ((left?.[at] ?? 0) - (right?.[at] ?? 0)) / 2);
  const lean = (15 * Math.PI) / 180;
  assert.ok(Math.hypot((across[0] ?? 0) - Math.cos(lean), (across[1] ?? 0) - Math.sin(lean), across[2] ?? 0) < 1e-9);
});

/** @param {number} parallel */
function wish(parallel) {
  /** @type {Map<string, { give: (result: string) => void, refuse: (why: Error) => void, signal: AbortSignal }>} */
  const asked = new Map();
  /** @type {string[]} */
  const said = [];
  const queue = new Queue(
    (/** @type {{ key: string }} */ { key }, signal) => new Promise((give, refuse) => { asked.set(key, { give, refuse, signal }); }),
    ({ key }) => said.push(key),
    ({ key }) => said.push(`no ${key}`),
    parallel,
  );
  const want = (/** @type {string} */ keys) => queue.want([...keys].map((key) => ({ key })));
  const after = () => new Promise((done) => setTimeout(done));
  return { asked, said, want, after };
}

test('a few at a time, in the order of the wish', async () => {
  const { asked, said, want, after } = wish(2);
  want('abcd');
  assert.deepEqual([...asked.keys()], ['a', 'b']);
  asked.get('b')?.give('');
  await after();
  asked.get('a')?.refuse(new Error('lost'));
  await after();
  assert.deepEqual([...asked.keys()], ['a', 'b', 'c', 'd']);
  assert.deepEqual(said, ['b', 'no a']);
});

test('what is wanted no longer is given up, and what is wanted first comes next', async () => {
  const { asked, said, want, after } = wish(2);
  want('abcd');
  want('dbe');
  assert.equal(asked.get('a')?.signal.aborted, true);
  assert.equal(asked.get('b')?.signal.aborted, false);
  assert.deepEqual([...asked.keys()], ['a', 'b', 'd']);
  asked.get('a')?.refuse(new Error('given up'));
  asked.get('d')?.give('');
  await after();
  assert.deepEqual(said, ['d']);
  assert.deepEqual([...asked.keys()], ['a', 'b', 'd', 'e']);
});

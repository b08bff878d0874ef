import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentSentence } from '../player/trouble.js';
import { ContentError } from '../shared/content_error.js';
import { isNewer, roomsOf, walkDown } from '../shared/trail.js';

const room = (/** @type {string} */ id) => ({ id });
const ref = (/** @type {string} */ path) => ({ path, sha256: path });
/** @type {Record<string, any>} */
const ROOT = {
  'metadata/timestamp.json': { signed: { meta: { 'snapshot.json': { version: 5 } } } },
  'metadata/5.snapshot.json': { signed: { meta: { 'targets.json': { version: 4 } } } },
  'metadata/4.targets.json': { signed: { targets: { 'catalog.json': { hashes: { sha256: 'new' } } } } },
  'targets/new.catalog.json': { schema_version: '1.3', sectors: [{ slug: 'a', document: ref('a') }, { slug: 'b', document: ref('b') }] },
  'targets/old.catalog.json': { schema_version: '1.0', sectors: [{ slug: 'a', document: ref('a') }, { slug: 'b', document: ref('b') }] },
  a: { slug: 'a', title: 'A', rooms: [room('1'), room('2')] },
  b: { slug: 'b', title: 'B', rooms: [room('2'), room('3')] },
};
/** @param {object} chosen */
const active = (chosen) => ({ active: { catalog: { path: 'targets/old.catalog.json', sha256: 'old' }, profile: 'headset', sectors: [], rooms: [], ...chosen } });

/** @param {Record<string, any>} files a string is not JSON, an Error is thrown @param {boolean} [synced] @returns {any} a content root */
const root = (files, synced = false) => ({
  synced,
  async fetch(/** @type {{ path: string }} */ { path }) {
    const found = files[path];
    if (found === undefined) throw new ContentError('absent', path);
    if (found instanceof Error) throw found;
    return { text: async () => (typeof found === 'string' ? found : JSON.stringify(found)) };
  },
});
/** @param {any} content */
const ids = async (content) => roomsOf(await walkDown(content)).map((one) => `${one.room.id}:${one.sectors.map((sector) => sector.title).join('')}`);

test('from the timestamp down to the rooms, each once', async () => {
  assert.deepEqual(await ids(root(ROOT)), ['1:A', '2:AB', '3:B']);
  const { read } = await walkDown(root(ROOT));
  assert.deepEqual(read.slice(0, 4).map(({ path }) => path), ['metadata/timestamp.json', 'metadata/5.snapshot.json', 'metadata/4.targets.json', 'targets/new.catalog.json']);
});

test('a synced folder plays what its record says, not what is on its way', async () => {
  const torn = { ...ROOT, 'targets/new.catalog.json': undefined };
  assert.deepEqual(await ids(root({ ...torn, 'active.json': active({}) }, true)), ['1:A', '2:AB', '3:B']);
  assert.deepEqual(await ids(root({ ...torn, 'active.json': active({ rooms: ['3'] }) }, true)), ['3:B']);
  assert.deepEqual(await ids(root({ ...torn, a: undefined, 'active.json': active({ sectors: ['b'] }) }, true)), ['2:B', '3:B']);
  await assert.rejects(ids(root({ ...torn, b: undefined, 'active.json': active({ sectors: ['b'] }) }, true)), { reason: 'absent' });
});

test('without a record it is a content root; a torn record is told', async () => {
  for (const reason of /** @type {const} */ (['absent', 'unreachable'])) assert.equal((await ids(root({ ...ROOT, 'active.json': new ContentError(reason, '') }, true))).length, 3);
  await assert.rejects(ids(root({ ...ROOT, 'active.json': '{"active": {' }, true)), { reason: 'unreadable' });
  assert.deepEqual(await ids(root({ ...ROOT, 'active.json': '{' })), ['1:A', '2:AB', '3:B'], 'nobody asks a platform for one');
});

test('a catalog of a newer major version has its sentence', async () => {
  const error = await walkDown(root({ ...ROOT, 'targets/new.catalog.json': { schema_version: '2.0', sectors: [] } })).catch((why) => why);
  assert.match(contentSentence(error, 'list', 'nl'), /nieuwere speler/);
  assert.deepEqual(['1.0', '1.99', '2.0', '10.1', 'soon', 3].map((version) => isNewer({ schema_version: version })), [false, false, true, true, false, false]);
});

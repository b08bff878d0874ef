import assert from 'node:assert/strict';
import { test } from 'node:test';
import { underWay } from '../player/coming.js';
import { Holds } from '../player/holds.js';
import { Journey } from '../player/journey.js';
import { say } from '../player/messages.js';
import { OpenHotspot } from '../player/open_hotspot.js';
import { Waiting } from '../player/waiting.js';
import { setOut, toRoom, toScene } from '../player/ways.js';

const SECTORS = [{ rooms: [{ id: 'r2', manifest: { path: 'm2' } }], activities: [], organisations: [] }];
/** @param {string} kind @param {object} [more] @returns {any} */
const hotspot = (kind, more = {}) => ({ id: kind, kind, label: { nl: kind, en: `${kind} (en)` }, at: { yaw: 0, pitch: 0 }, order: 1, ...more });

/** A player as far as hotspots see it; what it does is written down. @param {object} [more] @returns {any} */
function made(more = {}) {
  /** @type {string[]} */
  const done = [];
  return {
    done, locale: 'nl', scene: {}, headset: null, config: {}, waiting: new Waiting(), journey: new Journey(),
    manifest: { scenes: [], assets: { song: { kind: 'audio' } } },
    content: { sectors: async () => SECTORS },
    live: { holds: new Holds(() => []) },
    panel: { show: (/** @type {any} */ { title }) => done.push(title), translate: () => done.push('translated'), close: () => undefined },
    page: { announce: () => done.push('announced'), rememberRoom: (/** @type {any} */ _, /** @type {string} */ id, /** @type {any} */ __, /** @type {any} */ view) => done.push(`${id} from ${view.yaw}`), quiet: () => undefined, comeBack: async () => undefined, remember: (/** @type {string} */ id) => done.push(`to ${id}`) },
    view: () => ({ yaw: 30, pitch: 0, fov: 90 }),
    enterRoom: async (/** @type {any} */ { manifest }, /** @type {any} */ { entered }) => {
      done.push(manifest.path);
      entered();
      return true;
    },
    ahead: { holds: () => true },
    enterScene: async (/** @type {any} */ { id }) => void done.push(id),
    notice: (/** @type {string} */ sentence) => done.push(sentence),
    fail: () => undefined,
    ...more,
  };
}

test('a hotspot with sound holds what plays in the scene until its panel is gone', async () => {
  const player = made();
  const open = new OpenHotspot(player);
  await open.show(hotspot('info'), null);
  assert.deepEqual([open.now?.spot.id, player.live.holds.any], ['info', false]);
  await open.show(hotspot('audio', { asset: 'song' }), null);
  assert.equal(player.live.holds.any, true);
  open.closed();
  assert.deepEqual([player.done, open.now, player.live.holds.any], [['info', 'audio'], null, false]);
});

test('activities that come after something else was opened, or the scene left, open nothing; those that cannot be had are said', async () => {
  const player = made();
  const open = new OpenHotspot(player);
  const coming = open.show(hotspot('activity', { query: {} }), null);
  open.closed();
  await coming;
  assert.deepEqual([player.done, open.now], [[], null]);
  const late = open.show(hotspot('activity', { query: {} }), null);
  await open.show(hotspot('info'), null);
  await late;
  assert.deepEqual(player.done.splice(0), ['info']);
  player.content.sectors = async () => { throw new Error('away'); };
  await open.show(hotspot('activity', { query: {} }), null);
  assert.deepEqual(player.done, ['activity']);
});

test('in another language it stays open where it is, and what was closed meanwhile stays closed', async () => {
  const player = made();
  const open = new OpenHotspot(player);
  await open.translate();
  await open.show(hotspot('info'), null);
  player.locale = 'en';
  await open.translate();
  assert.deepEqual(player.done, ['translated', 'info', 'info (en)']);
  player.headset = { openPanel: async (/** @type {any} */ { title }) => void player.done.push(`glass: ${title}`), closePanel: () => undefined };
  await open.translate();
  assert.equal(player.done.at(-1), 'glass: info (en)');
  await open.show(hotspot('activity', { query: {} }), null);
  const count = player.done.length;
  const coming = open.translate();
  open.close();
  await coming;
  assert.equal(player.done.length, count);
});

test('another room is entered and remembered; one that is not in the release is said', async () => {
  const player = made();
  await toRoom(player, hotspot('room', { room: 'r2' }));
  assert.deepEqual(player.done, ['m2', 'r2 from 30']);
  await toRoom(player, hotspot('room', { room: 'gone' }));
  await toScene(player, hotspot('scene', { scene: 'gone' }));
  assert.equal(player.done.filter((/** @type {string} */ sentence) => sentence.endsWith('.')).length, 2);
});

test('activities that take long are said to be on their way, in the panel that shows them then', async () => {
  /** @type {string[]} */
  const told = [];
  /** @type {(sectors: unknown) => void} */
  let come = () => undefined;
  const player = made({ content: { sectors: () => new Promise((resolve) => { come = resolve; }) } });
  player.panel.show = (/** @type {any} */ { sections }) => told.push(sections[0].paragraphs[0]);
  const open = new OpenHotspot(player);
  const shown = open.show(hotspot('activity', { query: {} }), null);
  while (!told.length) await new Promise((resolve) => setTimeout(resolve, 20));
  come([]);
  await shown;
  assert.deepEqual(told, [say('nl', 'activityComing'), say('nl', 'activityAbsent')]);
});

test('the last wish counts: what comes late for an earlier one is dropped, and the same wish twice is one', async () => {
  /** @type {(sectors: unknown) => void} */
  let come = () => undefined;
  const scenes = [{ id: 'bench', asset: 'song' }];
  const player = made({ content: { sectors: () => new Promise((resolve) => { come = resolve; }) }, manifest: { scenes, assets: { song: {} } } });
  const room = toRoom(player, hotspot('room', { room: 'r2' }));
  const bench = hotspot('scene', { scene: 'bench' });
  await Promise.all([toScene(player, bench), toScene(player, bench)]);
  come(SECTORS);
  await room;
  assert.deepEqual(player.done, ['to bench', 'bench']);
});

test('who waits for a way and takes another is not led back to the first', async () => {
  const player = made({ content: { sectors: async () => { throw Object.assign(new Error(), { reason: 'unreachable' }); } } });
  await toRoom(player, hotspot('room', { room: 'r2' }));
  assert.equal(player.waiting.going, true);
  setOut(player, hotspot('scene'));
  assert.equal(player.waiting.going, false);
});

test('without a network somebody stays, and goes on by themselves once it is back', async () => {
  const player = made({ content: { sectors: async () => { throw Object.assign(new Error(), { reason: 'unreachable' }); } } });
  await toRoom(player, hotspot('room', { room: 'r2' }));
  assert.deepEqual([player.waiting.going, player.done.length], [true, 1]);
  player.content.sectors = async () => SECTORS;
  player.waiting.goOn(() => undefined);
  await new Promise(setImmediate);
  assert.deepEqual(player.done.slice(1), ['m2', 'r2 from 30']);
});

test('a way that takes long is said on the page and in the headset, unless somebody is elsewhere by then', async () => {
  /** @type {string[]} */
  const told = [];
  const player = made({ headset: { passing: (/** @type {string} */ sentence) => told.push(`glass: ${sentence}`) } });
  player.page.notice = (/** @type {string} */ sentence) => told.push(sentence);
  const late = () => new Promise((resolve) => setTimeout(resolve, 900, 'here'));
  assert.equal(await underWay(player, () => false, late()), 'here');
  assert.equal(await underWay(player, () => true, Promise.resolve('at once')), 'at once');
  assert.deepEqual(told, []);
  await underWay(player, () => true, late());
  assert.deepEqual(told, [say('nl', 'roomComing'), `glass: ${say('nl', 'roomComing')}`]);
});

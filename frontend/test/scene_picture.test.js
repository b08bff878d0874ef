import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Waiting } from '../player/waiting.js';

// What the browser is asked: whether movement is to be avoided, whether data is to be saved.
Object.assign(globalThis, { window: { matchMedia: () => ({ matches: false }) } });
Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
const { say } = await import('../player/messages.js');
const { ScenePicture } = await import('../player/scene_picture.js');

const REF = { path: 'poster' };
const ASSETS = { photo: { kind: 'panorama', tiers: [], poster: REF }, film: { kind: 'video', width: 4096, height: 2048, stereo: 'mono', poster: REF }, voice: { kind: 'audio' } };
/** @param {string} asset @returns {any} */
const scene = (asset) => ({ id: 's', asset, alt: { nl: 'alt' }, pose: {} });

/** A player as far as its picture sees it; what it says and shows is written down. @param {string} sharpness what the backdrop reaches @param {unknown} [trouble] what it meets @returns {any} */
function made(sharpness, trouble) {
  /** @type {string[]} */
  const told = [];
  /** @type {any} */
  const backdrop = { sharpness, sharpen: async () => trouble && backdrop.failed(trouble, REF) };
  return {
    told, backdrop, stage: { pixelsAcross: 800 }, headset: null, camera: { view: { fov: 90 } }, locale: 'nl', cover: null, content: {},
    manifest: { assets: ASSETS }, waiting: new Waiting(), live: { fit: () => undefined, film: null }, settled: false,
    notice: (/** @type {string} */ sentence) => told.push(sentence), fail: () => undefined, rest: () => undefined,
    page: { notice: (/** @type {string} */ sentence) => told.push(sentence), flat: { replaceChildren: () => told.push('bare') }, showFlat: async (/** @type {any} */ _, /** @type {{ path: string }[]} */ refs) => told.push(refs.map(({ path }) => path).join()) },
  };
}

test('a picture that is missed is told, and waits for the network; one that a tier makes up for is not', async () => {
  const away = { reason: 'unreachable' };
  const missed = made('preview', away);
  await new ScenePicture(missed).sharpen();
  assert.deepEqual([missed.told.length, missed.waiting.next !== null], [1, true]);
  const madeUp = made('tier', away);
  await new ScenePicture(madeUp).sharpen();
  assert.deepEqual([madeUp.told, madeUp.waiting.next], [[], null]);
  const going = made('preview', away);
  going.waiting.toGo(() => undefined);
  await new ScenePicture(going).sharpen();
  assert.deepEqual(going.told, []);
});

test('what could not be had before is not told of the picture that came', async () => {
  const player = made('preview', new Error('damaged'));
  const picture = new ScenePicture(player);
  await picture.sharpen();
  player.backdrop.sharpen = async () => undefined;
  await picture.sharpen();
  assert.equal(player.told.length, 1);
});

test('of a photo itself is painted, of a film its poster, of a sound nothing: that is said', () => {
  const player = made('nothing');
  const picture = new ScenePicture(player);
  assert.equal(picture.panorama(scene('photo')), ASSETS.photo);
  assert.equal(picture.panorama(scene('film'))?.poster, REF);
  assert.deepEqual([picture.panorama(scene('voice')), player.told.length], [null, 1]);
});

test('a scene’s own poster lies flat, a film’s hangs where its view is, and the room’s says that it is that', async () => {
  const player = made('nothing');
  const picture = new ScenePicture(player);
  await picture.standIn(scene('photo'));
  player.cover = { path: 'room' };
  await picture.standIn(scene('voice'));
  const said = `${say('nl', 'sceneUnknown')} ${say('nl', 'roomPictureInstead')}`;
  assert.deepEqual(player.told, ['poster', 'room', said]);
  player.live = { film: {}, hang: async () => player.told.push('hung') };
  await picture.standIn(scene('film'));
  assert.deepEqual(player.told, ['poster', 'room', said, 'hung']);
});

test('in a headset, which shows no flat picture, none is said to be seen', async () => {
  const player = made('nothing');
  player.cover = { path: 'room' };
  player.headset = { tell: (/** @type {string} */ sentence) => player.told.push(`glass: ${sentence}`) };
  await new ScenePicture(player).standIn(scene('voice'));
  assert.equal(player.told[1], `glass: ${say('nl', 'sceneUnknown')}`);
});

test('without WebGL too the room’s picture stands in, and never another scene’s', async () => {
  const player = made('nothing');
  player.flat = true;
  const picture = new ScenePicture(player);
  await picture.showFlat(scene('voice'));
  assert.deepEqual(player.told.splice(0), [say('nl', 'noWebGL'), 'bare', say('nl', 'sceneUnknown')]);
  player.cover = { path: 'room' };
  const { showFlat } = player.page;
  player.page.showFlat = async (/** @type {any} */ content, /** @type {{ path: string }[]} */ refs) => {
    if (refs[0]?.path === 'poster') throw new Error('absent');
    return showFlat(content, refs);
  };
  await picture.showFlat(scene('photo'));
  assert.deepEqual(player.told.slice(1), ['room', `${say('nl', 'sceneUnseen')} ${say('nl', 'roomPictureInstead')}`]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asPanorama } from '../player/film/as_panorama.js';
import { clock } from '../player/film/clock.js';
import { chooseCaptions } from '../player/film/cues.js';
import { chooseVoice, filmWidths, HEADSET_FILM, sources, voiceId } from '../player/film/source.js';

/** @param {string} name */
const ref = (name) => ({ sha256: '', size: 1, media_type: '', path: name });
/** @param {number} width @param {number} height @param {string} [codecs] */
const variant = (width, height, codecs = 'avc1') => ({ width, height, bandwidth: 1, codecs, playlist: ref(`${width}`), index: ref('i') });
/** @param {string} language @param {'main' | 'described'} role @param {ReturnType<typeof variant>[]} [variants] */
const voice = (language, role, variants = []) => ({ language, role, master: ref('master'), variants });
const ROUND = voice('nl', 'main', [variant(5760, 2880), variant(1920, 960), variant(3840, 1920)]);
const HERE = { plays: () => true, chooses: false, offline: false, needed: 4021, most: Infinity };
/** @param {Partial<typeof HERE>} here @param {'flat' | 'equirectangular'} [projection] @param {ReturnType<typeof voice>} [from] */
const paths = (here, projection = 'equirectangular', from = ROUND) => sources(from, projection, { ...HERE, ...here }).map(({ path }) => path);

test('the narrowest variant that pays comes first, the others stand in for it', () => {
  assert.deepEqual(paths({}), ['3840', '5760', '1920']);
  assert.deepEqual(paths({ needed: 6000 }), ['5760', '3840', '1920']);
  assert.deepEqual(paths({ needed: 100 }), ['1920', '5760', '3840']);
});

test('a headset gets at most 3840, and a film that has only wider ones its narrowest', () => {
  assert.deepEqual(paths({ needed: 9999, most: HEADSET_FILM }), ['3840', '1920']);
  assert.deepEqual(paths({ most: 1000 }), ['1920']);
});

test('who chooses for itself gets the master, but never without a network', () => {
  assert.deepEqual(paths({ chooses: true }), ['master', '3840', '5760', '1920']);
  assert.deepEqual(paths({ chooses: true, offline: true }), ['3840', '5760', '1920']);
});

test('offline what the profile of a headset keeps comes first: by width around, by the shorter side flat', () => {
  const flat = voice('nl', 'main', [variant(1080, 1920), variant(480, 854), variant(720, 1280)]);
  assert.equal(paths({ offline: true, needed: 9999 }, 'flat', flat)[0], '720');
  assert.equal(paths({ offline: true, needed: 1 })[0], '3840');
});

test('what the browser does not play is left out', () => {
  const mixed = voice('nl', 'main', [variant(3840, 1920, 'hvc1'), variant(1920, 960)]);
  assert.deepEqual(sources(mixed, 'equirectangular', { ...HERE, plays: (codecs) => codecs !== 'hvc1' }).map(({ path }) => path), ['1920']);
  assert.deepEqual(sources(mixed, 'equirectangular', { ...HERE, plays: () => false }), []);
});

test('the reader’s language without description, unless somebody chose another', () => {
  const film = /** @type {import('../shared/formats.js').Video} */ ({ hls: [voice('nl', 'described'), voice('nl', 'main'), voice('en', 'main')] });
  assert.equal(voiceId(/** @type {any} */ (chooseVoice(film, 'en'))), 'en');
  assert.equal(voiceId(/** @type {any} */ (chooseVoice(film, 'de'))), 'nl');
  assert.equal(voiceId(/** @type {any} */ (chooseVoice(film, 'en', 'nl-described'))), 'nl-described');
  assert.equal(chooseVoice({ ...film, hls: [] }, 'nl'), null);
});

test('captions: the reader’s language, the chosen one, none', () => {
  const captions = ['en', 'nl'].map((language) => ({ language, role: /** @type {const} */ ('captions'), reviewed: true, vtt: ref('v') }));
  assert.equal(chooseCaptions(captions, 'nl', undefined, true), 'nl');
  assert.equal(chooseCaptions(captions, 'de', undefined, true), 'en');
  assert.equal(chooseCaptions(captions, 'nl', 'en', true), 'en');
  assert.equal(chooseCaptions(captions, 'nl', 'en', false), null);
  assert.equal(chooseCaptions([], 'nl', undefined, true), null);
});

test('times as people read them', () => {
  assert.deepEqual([0, 59.9995, 65, 3609].map(clock), ['0:00', '1:00', '1:05', '1:00:09']);
});

test('a film for the backdrop: the size of one eye', () => {
  const film = /** @type {any} */ ({ width: 1920, height: 1920, stereo: 'top-bottom', poster: ref('p') });
  assert.deepEqual([asPanorama(film).width, asPanorama(film).height], [1920, 960]);
  assert.deepEqual([asPanorama({ ...film, stereo: 'left-right' }).width, asPanorama(film).coverage.yaw[1]], [960, 180]);
});

test('a screen has what it pays for, as wide as the card takes it; a headset 3840, or less', () => {
  assert.deepEqual(filmWidths(6000, 8192, false), { needed: 6000, most: 8192 });
  assert.deepEqual(filmWidths(6000, 8192, true), { needed: 3840, most: 3840 });
  assert.equal(filmWidths(6000, 2048, true).most, 2048);
});

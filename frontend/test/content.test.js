import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { blobPath, integrity } from '../shared/integrity.js';
import { paragraphs, words } from '../shared/text.js';
import { readConfig, RefusedAddress } from '../player/config.js';
import { lookSentence, MESSAGES, say } from '../player/messages.js';
import { contentSentence } from '../player/trouble.js';

const DIGEST = createHash('sha256').update('kijkkamer').digest();
const HEX = DIGEST.toString('hex');
const PATH = `blobs/${HEX.slice(0, 2)}/${HEX}.json`;

test('a digest as the browser wants it', () => {
  assert.equal(integrity(HEX), `sha256-${DIGEST.toString('base64')}`);
  assert.throws(() => integrity('abc'), TypeError);
});

test('only blobs are blobs', () => {
  assert.deepEqual(blobPath(PATH), { path: PATH, sha256: HEX });
  for (const wrong of [`../${PATH}`, `/${PATH}`, `https://example.org/${PATH}`, `blobs/00/${HEX}.json`.replace('/00/', HEX.startsWith('00') ? '/11/' : '/00/'), PATH.toUpperCase(), `${PATH}/..`, 'metadata/timestamp.json']) {
    assert.equal(blobPath(wrong), null, wrong);
  }
});

test('the address may name another manifest below the same root, and nothing else', () => {
  const json = JSON.stringify({ content_url: '/content/', manifest: { path: 'blobs/x', sha256: 'y' }, locale: 'nl' });
  assert.equal(readConfig(json, '').manifest?.path, 'blobs/x');
  const other = readConfig(json, `?manifest=${PATH}&scene=s1&locale=en`);
  assert.deepEqual([other.manifest, other.scene, other.locale], [{ path: PATH, sha256: HEX }, 's1', 'en']);
  for (const wrong of ['https://example.org/m.json', '//example.org/m.json', '../secret.json', PATH.replace('.json', '.jpg'), '']) {
    assert.throws(() => readConfig(json, `?manifest=${encodeURIComponent(wrong)}`), RefusedAddress, wrong);
  }
});

test('words: the reader’s language, else Dutch', () => {
  assert.equal(words({ nl: 'Hal', en: 'Hall' }, 'en'), 'Hall');
  assert.equal(words({ nl: 'Hal', en: '' }, 'en'), 'Hal');
  assert.equal(words(undefined, 'en'), '');
  assert.deepEqual(paragraphs('een\n\n twee \n\n\n'), ['een', 'twee']);
});

test('both languages say the same things, with the same names filled in', () => {
  const holes = (/** @type {string} */ text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  assert.deepEqual(Object.keys(MESSAGES.en).sort(), Object.keys(MESSAGES.nl).sort());
  for (const [key, text] of Object.entries(MESSAGES.nl)) assert.deepEqual(holes(MESSAGES.en[/** @type {keyof typeof MESSAGES.nl} */ (key)]), holes(text), key);
  assert.equal(say('en-GB', 'visitWebsite', { host: 'example.org' }), 'Go to example.org');
});

test('each failure has a sentence of its own', () => {
  const told = ['absent', 'damaged', 'unreachable', 'unreadable'].map((reason) => contentSentence({ reason }, 'manifest', 'nl'));
  assert.equal(new Set(told).size, 4);
  assert.equal(contentSentence(new SyntaxError('x'), 'picture', 'nl'), say('nl', 'pictureUnreadable'));
});

test('what turns is named as what it is', () => {
  const asset = (/** @type {object} */ of) => /** @type {import('../shared/formats.js').Asset} */ (of);
  const half = { coverage: { yaw: [-90, 90], pitch: [-90, 90] } };
  assert.match(lookSentence(asset({ kind: 'panorama' }), 'nl'), /^360°-foto\. /);
  assert.match(lookSentence(asset({ kind: 'panorama', ...half }), 'nl'), /^180°-foto\. /);
  assert.match(lookSentence(asset({ kind: 'video', coverage: { yaw: [-180, 180] } }), 'nl'), /^360°-film\. /);
  assert.match(lookSentence(asset({ kind: 'video', ...half }), 'en'), /^180° film\. /);
});

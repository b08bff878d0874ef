import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idIn, roomAddress } from '../player/addresses.js';
import { readConfig, RefusedAddress } from '../player/config.js';
import { whither } from '../player/whither.js';
import { contentSentence } from '../player/trouble.js';
import { amount, tell } from '../player/offline/words.js';

const PAGE = { content_url: '/content/', manifest: null, locale: 'nl', play_url: '/play/{id}/', index_url: '/play/?locale=en', kept_url: '/play/kept/', origins: ['https://cdn.example'], release: 3 };
const json = JSON.stringify(PAGE);
const OWN = 'https://site.example/content/';
/** @param {string} search */
const read = (search) => readConfig(json, search);

test('another content root: only of a host that the page names', () => {
  const other = read('?content=https://cdn.example/rooms/&room=r1&locale=en');
  assert.deepEqual([other.content_url, other.room, other.elsewhere, other.synced, other.play_url, other.release], ['https://cdn.example/rooms/', 'r1', true, true, undefined, undefined]);
  assert.equal(other.home.content_url, '/content/');
  for (const wrong of ['https://example.org/', 'http://cdn.example/', 'https://cdn.example.org/', 'https://u:p@cdn.example/', '/content/', 'javascript:1', '', 'https://cdn.example:444/']) {
    assert.throws(() => read(`?content=${encodeURIComponent(wrong)}`), (error) => error instanceof RefusedAddress && error.what === 'content', wrong);
  }
});

test('a page without a language takes the browser’s, of those that are spoken', () => {
  const own = JSON.stringify({ ...PAGE, locale: '' });
  assert.deepEqual(['en-GB', 'nl-BE', 'de'].map((language) => readConfig(own, '', language).locale), ['en', 'nl', 'nl']);
  assert.equal(readConfig(own, '?locale=en', 'nl').locale, 'en');
});

test('addresses of rooms', () => {
  assert.equal(roomAddress(PAGE, OWN, OWN, 'r1', 'nl'), '/play/r1/?locale=nl');
  assert.equal(roomAddress(PAGE, OWN, 'https://cdn.example/', 'r1', 'en'), '/play/?content=https%3A%2F%2Fcdn.example%2F&room=r1&locale=en');
  assert.equal(roomAddress({ ...PAGE, play_url: undefined, index_url: './' }, OWN, OWN, 'r1', 'nl'), './?room=r1&locale=nl');
  assert.equal(idIn('/play/{id}/', '/play/r1/'), 'r1');
  for (const none of ['/play/', '/play/a/b/', '/other/r1/', '/play/r1']) assert.equal(idIn('/play/{id}/', none), null, none);
  assert.equal(idIn(undefined, '/play/r1/'), null);
});

/** @type {any} */
const ROOMS = { rooms: async () => [{ room: { id: 'r1', manifest: { path: 'm' }, poster: { path: 'p' } } }] };

test('which room: the page’s, the address’s, or none', async () => {
  assert.deepEqual(await whither({ ...read(''), manifest: { path: 'x' } }, '/play/r9/', ROOMS, false), { manifest: { path: 'x' }, poster: undefined });
  assert.deepEqual(await whither(read(''), '/play/r1/', ROOMS, false), { manifest: { path: 'm' }, poster: { path: 'p' } });
  assert.deepEqual(await whither(read('?content=https://cdn.example/&room=r1'), '/play/', ROOMS, false), { manifest: { path: 'm' }, poster: { path: 'p' } });
  for (const [search, pathname] of /** @type {[string, string][]} */ ([['', '/play/'], ['', '/play/kept/'], ['?kept', '/play/r1/'], ['?content=https://cdn.example/', '/play/r1/']])) {
    assert.equal(await whither(read(search), pathname, ROOMS, false), null, search + pathname);
  }
  await assert.rejects(whither(read(''), '/play/gone/', ROOMS, false), (error) => contentSentence(error, 'manifest', 'nl').startsWith('Deze kamer is niet gevonden'));
});

test('a newer major version has a sentence of its own', () => {
  assert.match(contentSentence({ reason: 'newer' }, 'manifest', 'en'), /newer player/);
});

test('amounts in the reader’s language', () => {
  assert.deepEqual([amount(34_200_000, 'nl'), amount(1_234_000_000, 'nl'), amount(1_234_000_000, 'en'), amount(10, 'nl'), amount(1_500_000, 'en')], ['34 MB', '1,2 GB', '1.2 GB', '0,1 MB', '1.5 MB']);
  assert.equal(tell('en', 'busy', { done: '1 MB', total: '2 MB' }), 'Busy: 1 MB of 2 MB');
});

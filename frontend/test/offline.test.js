import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blobIn, filmAddress, filmIn, isList, mediaType, roomKey } from '../player/offline/names.js';
import { askedRange, slices } from '../player/offline/range.js';
import { route } from '../worker/routes.js';

const SHA = 'ab'.repeat(32);
const BLOB = `blobs/ab/${SHA}.jpg`;
const SCOPE = 'https://site.example/play/';
/** @param {string} url @param {Partial<{ method: string, mode: string, cache: string }>} [more] */
const way = (url, more) => route({ method: 'GET', mode: 'cors', url: new URL(url, SCOPE).href, ...more }, SCOPE);

test('a Range header', () => {
  assert.deepEqual(askedRange('bytes=0-', 100), { start: 0, end: 100 });
  assert.deepEqual(askedRange('bytes=10-19', 100), { start: 10, end: 20 });
  assert.deepEqual(askedRange('bytes=90-500', 100), { start: 90, end: 100 });
  assert.deepEqual(askedRange('bytes=-30', 100), { start: 70, end: 100 });
  assert.deepEqual(askedRange('bytes=-300', 100), { start: 0, end: 100 });
  for (const beyond of ['bytes=100-', 'bytes=200-300', 'bytes=-0']) assert.equal(askedRange(beyond, 100), 'beyond');
  for (const none of [null, '', 'bytes=-', 'bytes=5-2', 'bytes=0-1,5-6', 'items=0-1']) assert.equal(askedRange(none, 100), 'none');
});

test('a range lies in pieces', () => {
  const pieces = [{ path: 'a', size: 10 }, { path: 'b', size: 5 }, { path: 'c', size: 10 }];
  assert.deepEqual(slices(pieces, 0, 25), [{ path: 'a', from: 0, to: 10 }, { path: 'b', from: 0, to: 5 }, { path: 'c', from: 0, to: 10 }]);
  assert.deepEqual(slices(pieces, 8, 12), [{ path: 'a', from: 8, to: 10 }, { path: 'b', from: 0, to: 2 }]);
  assert.deepEqual(slices(pieces, 10, 15), [{ path: 'b', from: 0, to: 5 }]);
  assert.deepEqual(slices(pieces, 15, 16), [{ path: 'c', from: 0, to: 1 }]);
});

test('names', () => {
  assert.equal(blobIn(`/content/${BLOB}`), BLOB);
  assert.equal(blobIn(`/content/blobs/cd/${SHA}.jpg`), null);
  assert.equal(filmIn(filmAddress(SHA)), SHA);
  assert.equal(filmIn('film/x.mp4'), null);
  assert.ok(isList('/content/metadata/timestamp.json') && isList('/a/metadata/12.snapshot.json') && isList(`/targets/${SHA}.catalog.json`) && isList('/active.json'));
  assert.equal(isList('/api/v3/rooms.json'), false);
  assert.equal(mediaType('blobs/x.m3u8'), 'application/vnd.apple.mpegurl');
  assert.equal(mediaType('blobs/x.new'), 'application/octet-stream');
  assert.notEqual(roomKey('https://a/', 'x'), roomKey('https://b/', 'x'));
});

test('the worker answers pages, the shell, blobs, films and lists', () => {
  assert.deepEqual(way('/play/', { mode: 'navigate' }), { kind: 'page' });
  assert.deepEqual(way(`/play/${SHA}/?locale=en`, { mode: 'navigate' }), { kind: 'page' });
  assert.deepEqual(way('/play/shell/1/player.js'), { kind: 'shell' });
  assert.deepEqual(way(`/play/film/${SHA}.mp4`), { kind: 'film', index: SHA });
  assert.deepEqual(way(`/content/${BLOB}`), { kind: 'blob', path: BLOB });
  assert.deepEqual(way(`https://cdn.example/root/${BLOB}`), { kind: 'blob', path: BLOB });
  assert.deepEqual(way('https://cdn.example/root/metadata/timestamp.json'), { kind: 'list' });
});

test('and nothing else: no draft, no other page, no script, nothing that is sent', () => {
  for (const [url, more] of /** @type {[string, object][]} */ ([
    ['/play/preview/?token=x', { mode: 'navigate' }], ['/admin/', { mode: 'navigate' }], ['https://cdn.example/play/', { mode: 'navigate' }],
    ['/static/vr_rooms/player.js', {}], [`/content/${BLOB}`, { method: 'HEAD' }], [`/content/${BLOB}`, { cache: 'reload' }], ['/play/', { method: 'POST', mode: 'navigate' }],
  ])) assert.equal(way(url, more), null, url);
});

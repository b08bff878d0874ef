import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wishes } from '../embed/address.js';
import { iconSheet } from '../site/icons.js';

test('an embed without wishes starts at the beginning, waits, shows the captions of its page', () => {
  assert.deepEqual(wishes(''), { start: 0, autoplay: false, captions: 'page' });
});

test('start is seconds; nonsense and the past are the beginning', () => {
  assert.equal(wishes('?start=12.5').start, 12.5);
  for (const query of ['?start=-3', '?start=abc', '?start=Infinity', '?start=']) assert.equal(wishes(query).start, 0);
});

test('autoplay may be written in the usual ways', () => {
  for (const query of ['?autoplay', '?autoplay=1', '?autoplay=true']) assert.equal(wishes(query).autoplay, true);
  for (const query of ['?autoplay=0', '?autoplay=false', '?autoplay=off', '?loop=1']) assert.equal(wishes(query).autoplay, false);
});

test('captions are a language, that of the page, or none', () => {
  assert.equal(wishes('?captions=EN').captions, 'en');
  for (const query of ['?captions', '?captions=1', '?captions=on']) assert.equal(wishes(query).captions, 'page');
  for (const query of ['?captions=0', '?captions=off', '?captions=no']) assert.equal(wishes(query).captions, '');
});

test('the icon sheet holds a drawing for every name, and no style of its own', () => {
  const sheet = iconSheet();
  for (const name of ['cog', 'heart-pulse', 'play']) assert.match(sheet, new RegExp(`<symbol id="${name}" viewBox="0 0 24 24"><(path|circle|rect|polygon)`));
  assert.doesNotMatch(sheet, /stroke=|style=|<svg[^>]*class/);
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { standalonePage } from '../standalone/build.js';
import { reachable } from '../worker/build.js';

/** @param {string} path */
const read = (path) => readFileSync(new URL(`../../vr_rooms/${path}`, import.meta.url), 'utf8');
const CATALOGUE = read('locale/nl/LC_MESSAGES/django.po');

test('the platform’s page becomes one without Django', () => {
  const template = read('templates/vr_rooms/player/play.html');
  const page = standalonePage(template, CATALOGUE);
  assert.ok(page.startsWith('<!doctype html>'));
  assert.doesNotMatch(page, /\{[{%]/);
  assert.doesNotMatch(page, /(src|href)="(?:[a-z]+:)?\/(?!\/?,)/, 'relative addresses only');
  const ids = (/** @type {string} */ html) => [...html.matchAll(/\sid="([\w-]+)"/g)].map(([, id]) => id).filter((id) => id !== 'player-config');
  assert.deepEqual(ids(page), ids(template), 'main.js finds the same elements');
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
  assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'/);
  assert.doesNotMatch(policy, /unsafe|\*/);
  const config = JSON.parse(/<script id="player-config"[^>]*>(.*?)<\/script>/.exec(page)?.[1] ?? '{}');
  assert.deepEqual([config.content_url, config.manifest, config.synced], ['../', null, true]);
});

test('what depends on a room falls away; what is unknown stops the build', () => {
  const kept = standalonePage('a{% if config.x %}b{% for y in z %}c{% endfor %}{% endif %}d{% static \'vr_rooms/x.js\' %}', CATALOGUE);
  assert.equal(kept, 'ad./x.js');
  assert.throws(() => standalonePage('{% widget %}', CATALOGUE), /does not know what to make of \{% widget %\}/);
  assert.throws(() => standalonePage('{% translate "Nobody says this" %}', CATALOGUE), /no Dutch for/);
});

test('what a script leads to, also later, and fonts', () => {
  const one = (/** @type {string[]} */ ...paths) => ({ imports: paths.map((path) => ({ path, kind: 'import-statement' })) });
  const metafile = /** @type {any} */ ({ outputs: { 'a.js': one('b.js', 'https://x/y.js'), 'b.js': one('a.js', 'c.js'), 'c.js': one(), 'd.js': one('c.js'), 'a.css': one('f.woff2'), 'f.woff2': one() } });
  assert.deepEqual(reachable(metafile, ['a.js', 'a.css']), ['a.css', 'a.js', 'b.js', 'c.js', 'f.woff2']);
});

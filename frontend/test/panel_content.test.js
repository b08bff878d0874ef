import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describe, matches, spokenText, webAddress } from '../player/panel_content.js';

/** @type {any} */
const MANIFEST = { assets: { pic: { kind: 'image', tiers: [{ width: 320, height: 200 }], alt: { nl: 'Een masker' } }, film: { kind: 'video', hls: [] } } };
/** @type {any} */
const ACTIVITY = { id: 'act', kind: 'stage', title: { nl: 'Stage' }, summary: { nl: 'Kijk mee.' }, organisation: 'org', occupations: [{ nl: 'lasser', en: 'welder' }], levels: ['vmbo', 'mbo'], place: 'Voorbeeldstad', region: 'Noord', group_size: 4, how_to_book: { nl: 'Vraag je docent.' }, url: 'https://example.org/stage' };
/** @type {any[]} */
const SECTORS = [{ activities: [ACTIVITY], organisations: [{ id: 'org', name: 'Voorbeeldbedrijf' }] }, { activities: [ACTIVITY], organisations: [] }];
/** @param {object} fields @returns {any} */
const spot = (fields) => ({ id: 'h', at: { yaw: 0, pitch: 0 }, label: { nl: 'Label' }, order: 1, ...fields });

test('info: paragraphs and picture', () => {
  const shown = describe(spot({ kind: 'info', body: { nl: 'Een.\n\nTwee.' }, image: 'pic' }), MANIFEST, 'nl', null);
  assert.equal(shown.title, 'Label');
  assert.deepEqual(shown.sections[0]?.paragraphs, ['Een.', 'Twee.']);
  assert.equal(shown.picture?.alt, 'Een masker');
  assert.equal(shown.video, null);
});

test('video: only a video asset is played', () => {
  assert.ok(describe(spot({ kind: 'video', asset: 'film' }), MANIFEST, 'nl', null).video);
  assert.equal(describe(spot({ kind: 'video', asset: 'pic' }), MANIFEST, 'nl', null).video, null);
});

test('mesh: its poster, or a sentence where it has none', () => {
  /** @type {any} */
  const withMeshes = { assets: { arm: { kind: 'mesh', lods: [], poster: { path: 'blobs/aa/aa.jpg' } }, bare: { kind: 'mesh', lods: [] } } };
  const shown = describe(spot({ kind: 'mesh', asset: 'arm' }), withMeshes, 'nl', null);
  assert.equal(shown.picture?.tiers[0]?.image.path, 'blobs/aa/aa.jpg');
  assert.equal(shown.picture?.alt, 'Label');
  assert.match(spokenText(describe(spot({ kind: 'mesh', asset: 'bare' }), withMeshes, 'nl', null)), /geen foto/);
  withMeshes.assets.bare.lods = [{ glb: { path: 'blobs/bb/bb.glb' }, triangles: 12 }];
  assert.deepEqual(describe(spot({ kind: 'mesh', asset: 'bare', scale: 2, spin: 10 }), withMeshes, 'nl', null).mesh, { lods: withMeshes.assets.bare.lods, scale: 2, spin: 10 });
});

test('quiz: the question and all answers are heard', () => {
  const shown = describe(spot({ kind: 'quiz', question: { nl: 'Welke?' }, choices: [{ id: 'a', text: { nl: 'Deze' }, correct: true, feedback: { nl: 'Ja.' } }] }), MANIFEST, 'nl', null);
  assert.equal(spokenText(shown), 'Welke? Deze');
});

test('activity: title, organisation and how to book', () => {
  const shown = describe(spot({ kind: 'activity', activity: 'act' }), MANIFEST, 'nl', SECTORS);
  assert.equal(shown.title, 'Stage');
  const said = spokenText(shown);
  for (const part of ['Kijk mee.', 'Voorbeeldbedrijf', 'Voorbeeldstad, Noord', 'vmbo, mbo', 'tot 4 personen', 'Vraag je docent.']) assert.ok(said.includes(part), part);
  assert.deepEqual(shown.sections.at(-1)?.actions, [{ label: 'Naar example.org', href: 'https://example.org/stage' }]);
});

test('activities by question: each once, or a sentence when there is none or no network', () => {
  const found = describe(spot({ kind: 'activity', query: { occupation: 'Lasser' } }), MANIFEST, 'nl', SECTORS);
  assert.equal(found.title, 'Label');
  assert.deepEqual(found.sections.map(({ heading }) => heading), ['Stage', 'Zo doe je mee']);
  assert.match(spokenText(describe(spot({ kind: 'activity', activity: 'gone' }), MANIFEST, 'nl', SECTORS)), /er op dit moment niet/);
  assert.match(spokenText(describe(spot({ kind: 'activity', activity: 'act' }), MANIFEST, 'nl', null)), /internetverbinding/);
});

test('questions match on occupation, level and region together', () => {
  assert.ok(matches(ACTIVITY, { occupation: 'welder', levels: ['havo', 'mbo'], region: 'Noord' }));
  assert.equal(matches(ACTIVITY, { levels: ['havo'] }), false);
  assert.equal(matches(ACTIVITY, { region: 'Zuid' }), false);
});

test('links lead to the web only', () => {
  assert.equal(webAddress('javascript:alert(1)'), null);
  assert.equal(webAddress('data:text/html,x'), null);
  assert.equal(webAddress('niets'), null);
  assert.deepEqual(describe(spot({ kind: 'link', url: 'javascript:alert(1)' }), MANIFEST, 'nl', null).sections[0]?.actions, []);
  assert.equal(describe(spot({ kind: 'link', url: 'https://www.example.org/a/' }), MANIFEST, 'nl', null).sections[0]?.actions[0]?.label, 'Naar example.org');
});

test('what is not there is said, not left out', () => {
  const told = (/** @type {object} */ fields) => spokenText(describe(spot(fields), MANIFEST, 'nl', null));
  assert.match(told({ kind: 'link', url: 'javascript:alert(1)' }), /niet openen/);
  for (const kind of ['image', 'video', 'audio']) assert.match(told({ kind, image: 'gone', asset: 'gone' }), /er op dit moment niet/);
  assert.equal(told({ kind: 'image', image: 'pic' }), '');
});

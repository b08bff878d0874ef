import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Holds } from '../player/holds.js';
import { LiveActions } from '../player/live_actions.js';
import { LiveTrouble } from '../player/live_trouble.js';
import { settings } from '../player/settings.js';
import { Waiting } from '../player/waiting.js';

/** Something that plays, as far as others see it. @param {boolean} playing @param {object} [more] @returns {any} */
const player = (playing, more = {}) => ({
  playing,
  pause() { this.playing = false; },
  async play() { this.playing = true; },
  toggle() { this.playing = !this.playing; },
  ...more,
});

test('held for two reasons, it goes on when neither is left; what stood still stays so', () => {
  const [film, sound] = [player(true), player(false)];
  const holds = new Holds(() => [film, sound]);
  holds.add('panel');
  holds.add('hidden');
  assert.deepEqual([film.playing, sound.playing, holds.any], [false, false, true]);
  holds.lift('panel');
  assert.equal(film.playing, false);
  holds.lift('hidden');
  assert.deepEqual([film.playing, sound.playing, holds.any], [true, false, false]);
});

test('what would begin while all is held begins afterwards, unless its scene was left', () => {
  /** @type {string[]} */
  const begun = [];
  const holds = new Holds(() => []);
  holds.whenFree(() => begun.push('at once'));
  holds.add('hidden');
  holds.whenFree(() => begun.push('left'));
  holds.forget();
  holds.whenFree(() => begun.push('later'));
  assert.deepEqual(begun, ['at once']);
  holds.lift('hidden');
  assert.deepEqual(begun, ['at once', 'later']);
});

/** @param {object} parts @returns {any} */
const live = (parts) => ({ film: null, narration: null, ambient: null, ambientOff: false, captioned: false, silenced: false, muted: false, player: { locale: 'nl' }, changed() {}, ...parts });
/** @param {object} parts */
const names = (parts) => new LiveActions(live(parts)).possible.map(({ name }) => name);
const FILM = { trouble: null, asset: { has_audio: true } };

test('only what there is can be done, named by what it would do now', () => {
  assert.deepEqual(names({}), []);
  assert.deepEqual(names({ film: player(true, FILM), captioned: true }), ['pause', 'captionsOff', 'soundOff']);
  assert.deepEqual(names({ film: player(false, FILM), muted: true }), ['play', 'soundOn']);
  assert.deepEqual(names({ film: player(false, { ...FILM, trouble: 'absent' }) }), ['retry', 'soundOff']);
  assert.deepEqual(names({ film: player(false, { trouble: 'unplayable', asset: { has_audio: false } }) }), []);
  assert.deepEqual(names({ narration: player(false), ambient: player(true) }), ['narrationPlay', 'ambientOff']);
  assert.deepEqual(names({ narration: player(true), ambient: player(false), ambientOff: true }), ['narrationPause', 'ambientOn']);
});

test('one voice at a time', () => {
  const [film, narration] = [player(false), player(true, { asset: {}, cues: { choose() {} } })];
  const act = new LiveActions(live({ film, narration }));
  act.play();
  assert.deepEqual([film.playing, narration.playing], [true, false]);
  act.narration();
  assert.deepEqual([film.playing, narration.playing], [false, true]);
});

test('sound off and on again is as loud as it was; what the browser silenced is heard at the first press', () => {
  const act = new LiveActions(live({}));
  settings.set({ volume: 0.4 });
  act.sound();
  assert.equal(settings.get('volume'), 0);
  act.sound();
  assert.equal(settings.get('volume'), 0.4);
  let heard = false;
  new LiveActions(live({ silenced: true, film: player(true, { unsilence: () => { heard = true; } }) })).sound();
  assert.deepEqual([heard, settings.get('volume')], [true, 0.4]);
  settings.reset();
});

/** A page that shows one sentence. @returns {any} */
function told() {
  const page = { sentence: '', notice(/** @type {string} */ sentence) { this.sentence = sentence; }, quiet(/** @type {string} */ sentence) { if (this.sentence === sentence) this.sentence = ''; } };
  return { page, errors: /** @type {string[]} */ ([]), waiting: new Waiting(), locale: 'nl', scene: { id: 's' }, fail(/** @type {string} */ what) { this.errors.push(what); } };
}
const NOTHING = { film: null, narration: null, ambient: null };

test('a trouble is told once, and its sentence goes when it is over', () => {
  const to = told();
  const trouble = new LiveTrouble(to);
  const film = /** @type {any} */ ({ trouble: 'absent' });
  trouble.follow({ ...NOTHING, film });
  trouble.follow({ ...NOTHING, film });
  assert.deepEqual(to.errors, ['film absent, scene s']);
  assert.match(to.page.sentence, /film/i);
  trouble.follow({ ...NOTHING, film: /** @type {any} */ ({ trouble: null }) });
  assert.equal(to.page.sentence, '');
});

test('what failed while its scene faded is not said of the next', () => {
  const to = told();
  const trouble = new LiveTrouble(to);
  trouble.follow({ ...NOTHING, narration: /** @type {any} */ ({ trouble: { reason: 'absent' } }) });
  assert.notEqual(to.page.sentence, '');
  trouble.forget();
  assert.equal(to.page.sentence, '');
});

test('a film out of reach is tried again by itself; who waits to go elsewhere is not told about it', () => {
  const film = /** @type {any} */ ({ trouble: 'unreachable', retry() { this.trouble = null; } });
  const to = told();
  new LiveTrouble(to).follow({ ...NOTHING, film });
  to.waiting.goOn(() => undefined);
  assert.equal(film.trouble, null);
  const away = told();
  away.waiting.toGo(() => undefined);
  new LiveTrouble(away).follow({ ...NOTHING, film: /** @type {any} */ ({ trouble: 'unreachable' }) });
  assert.deepEqual([away.page.sentence, away.errors.length], ['', 1]);
});

test('an ambient sound that fails is written down once; nobody is told', () => {
  const to = told();
  const trouble = new LiveTrouble(to);
  const ambient = /** @type {any} */ ({ trouble: new Error('gone') });
  for (let i = 0; i < 2; i++) trouble.follow({ ...NOTHING, ambient });
  assert.deepEqual([to.errors, to.page.sentence], [['ambient sound: Error: gone, scene s'], '']);
});

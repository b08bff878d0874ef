import assert from 'node:assert/strict';
import { test } from 'node:test';
import { portions, voiceFor } from '../player/speech.js';

test('long texts are read a few whole sentences at a time', () => {
  assert.deepEqual(portions('Een. Twee! Drie?'), ['Een. Twee! Drie?']);
  const sentence = `${'woord '.repeat(20)}einde. `;
  assert.deepEqual(portions(sentence.repeat(3)).length, 3);
  assert.equal(portions(sentence.repeat(3)).join(' '), sentence.repeat(3).trim());
  assert.deepEqual(portions('  '), []);
  assert.deepEqual(portions('zonder punt'), ['zonder punt']);
});

test('only voices of the device itself, in the language, its own choice first', () => {
  const voice = (/** @type {string} */ lang, localService = true, first = false) => ({ lang, localService, default: first });
  assert.equal(voiceFor([voice('en-US'), voice('nl-NL', false)], 'nl'), null, 'a voice elsewhere would be sent every text');
  assert.equal(voiceFor([voice('en-US'), voice('nl_BE'), voice('nl-NL', true, true)], 'nl')?.lang, 'nl-NL');
  assert.equal(voiceFor([voice('nl_BE')], 'nl-NL')?.lang, 'nl_BE');
  assert.equal(voiceFor([], 'nl'), null);
});

/**
 * A flat video in a panel: the video, what can be chosen beside it, its chapters, and a sentence with a way on when it fails.
 *
 * @typedef {import('../../shared/formats.js').Video} Video
 * @typedef {import('../../shared/content.js').ContentRoot} ContentRoot
 */
import { element } from '../elements.js';
import { say } from '../messages.js';
import { videoPlayer } from '../video.js';
import { captionsChoice, voiceChoice } from './choices.js';
import { clock } from './clock.js';
import { filmSentence } from './trouble.js';

/**
 * @param {Video} asset @param {ContentRoot} content @param {string} locale @param {string} title accessible name
 * @returns {{ box: HTMLElement, stop: () => void }} stop frees what it holds
 */
export function videoPanel(asset, content, locale, title) {
  const sentence = element('span', {});
  const again = element('button', { type: 'button', class: 'button' }, say(locale, 'retry'));
  const trouble = element('p', { role: 'alert', class: 'film-trouble', hidden: true }, sentence);
  const onward = element('p', { hidden: true }, again);
  const playing = videoPlayer(asset, content, locale, title, (why) => {
    sentence.textContent = filmSentence(why, 'video', locale);
    trouble.hidden = false;
    onward.hidden = why === 'unplayable';
    onward.scrollIntoView({ block: 'nearest' });
    trouble.scrollIntoView({ block: 'nearest' });
  });
  const { video, engine } = playing;
  const retry = () => {
    trouble.hidden = onward.hidden = true;
    video.focus();
    engine.retry();
  };
  again.addEventListener('click', retry);
  const captions = captionsChoice(asset.captions, locale, playing.setCaptions);
  const sync = () => {
    if (captions) captions.select.value = [...video.textTracks].find(({ mode, kind }) => mode === 'showing' && kind !== 'chapters')?.language ?? '';
  };
  for (const name of ['change', 'addtrack']) video.textTracks.addEventListener(name, sync);
  const voice = voiceChoice(asset, locale, playing.setVoice);
  if (voice) voice.select.value = playing.voice();
  const listening = new AbortController();
  const chapters = asset.chapters ? chapterList(asset.chapters, content, locale, video, listening.signal) : null;
  return {
    box: element('div', { class: 'panel-video' }, video, trouble, onward,
      (captions || voice) && element('div', { class: 'film-choices' }, captions?.box, voice?.box), chapters),
    stop() {
      listening.abort();
      playing.stop();
    },
  };
}

/**
 * @param {import('../../shared/formats.js').Ref} ref WebVTT @param {ContentRoot} content @param {string} locale @param {HTMLVideoElement} video @param {AbortSignal} signal
 * @returns {HTMLElement} hidden until the chapters are there
 */
function chapterList(ref, content, locale, video, signal) {
  const list = element('ol', { class: 'film-chapters' });
  const box = element('div', { hidden: true }, element('h3', {}, say(locale, 'chapters')), list);
  const track = element('track', { kind: 'chapters' });
  content.blob(ref, signal).then((blob) => {
    const address = URL.createObjectURL(blob);
    signal.addEventListener('abort', () => URL.revokeObjectURL(address));
    track.addEventListener('load', () => {
      list.replaceChildren(...[...(track.track.cues ?? [])].map((cue) => element('li', {}, element('button', { type: 'button', onclick: () => {
        video.currentTime = cue.startTime;
        video.play().catch(() => undefined);
      } }, element('span', { class: 'film-time' }, clock(cue.startTime)), ' ', cue instanceof VTTCue ? cue.getCueAsHTML().textContent ?? '' : ''))));
      box.hidden = list.childElementCount === 0;
    });
    video.append(track);
    track.track.mode = 'hidden';
    track.src = address;
  }, () => undefined);          // the film plays without
  return box;
}

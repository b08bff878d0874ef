/**
 * The controls of what moves and sounds in a scene, below the picture: real buttons, sliders and choices; and the captions above them.
 *
 * @typedef {import('../live.js').Live} Live
 */
import { element } from '../elements.js';
import { icon } from '../icons.js';
import { say } from '../messages.js';
import { settings } from '../settings.js';
import { captionsChoice, voiceChoice } from './choices.js';
import { clock } from './clock.js';
import { voiceId } from './source.js';

/** @param {HTMLElement} from an element that shows one icon @param {import('../icons.js').Icon} name */
function draw(from, name) {
  if (from.dataset.icon === name) return;
  from.dataset.icon = name;
  from.querySelector('svg')?.remove();
  from.prepend(icon(name));
}

export class FilmBar {
  /** @param {HTMLElement} parent @param {Live} live */
  constructor(parent, live) {
    this.live = live;
    this.locale = 'nl';
    /** Whether the choices are unfolded. */
    this.unfolded = false;
    this.captions = element('p', { class: 'film-captions', hidden: true });
    this.box = element('div', { class: 'live-bar', hidden: true });
    parent.append(element('div', { class: 'live' }, this.captions, this.box));
    /** Brings what is shown up to date. @type {(() => void)[]} */
    this.parts = [];
  }

  /** Built anew for another scene or language. @param {string} locale */
  show(locale) {
    const { live } = this;
    const held = document.activeElement instanceof HTMLElement && this.box.contains(document.activeElement) ? document.activeElement.dataset.live : undefined;
    this.locale = locale;
    this.parts = [];
    this.box.replaceChildren(...[live.film && this.film(), this.sounds()].filter((part) => part !== null));
    this.box.hidden = this.box.childElementCount === 0;
    if (held) this.box.querySelector(/** @type {'button'} */ (`[data-live="${held}"]`))?.focus();
    this.update();
  }

  update() {
    this.parts.forEach((part) => part());
    const { caption } = this.live;
    if (this.captions.textContent !== caption) this.captions.textContent = caption;
    this.captions.hidden = caption === '';
  }

  /** @param {string} name @param {() => void} act @param {() => { drawing: import('../icons.js').Icon, label: string, shown?: boolean, pressed?: boolean }} look what it shows now; `shown`: the words too */
  button(name, act, look) {
    const text = element('span', {});
    const button = element('button', { type: 'button', class: 'tool', 'data-live': name, onclick: act }, text);
    this.parts.push(() => {
      const { drawing, label, shown = false, pressed } = look();
      draw(button, drawing);
      button.setAttribute('aria-label', label);
      button.title = label;
      text.textContent = shown ? label : '';
      text.hidden = !shown;
      if (pressed !== undefined) button.setAttribute('aria-pressed', String(pressed));
    });
    return button;
  }

  film() {
    const { live, locale } = this;
    const film = /** @type {import('./scene_film.js').SceneFilm} */ (live.film);
    const say_ = (/** @type {import('../messages.js').Message} */ message) => say(locale, message);
    const play = this.button('play', live.act.play, () => film.trouble && film.trouble !== 'unplayable'
      ? { drawing: 'again', label: say_('retry'), shown: true }
      : film.playing ? { drawing: 'pause', label: say_('pause') } : { drawing: 'video', label: say_('play'), shown: !film.started });
    const time = element('span', { class: 'film-time' });
    const seek = element('input', { type: 'range', min: '0', step: '1', class: 'film-seek', 'data-live': 'seek', 'aria-label': say_('filmPosition') });
    seek.addEventListener('input', () => film.seek(Number(seek.value)));
    this.parts.push(() => {
      const [now, all] = [clock(film.time), clock(film.duration)];
      const text = `${now} / ${all}`;
      if (time.textContent === text) return;
      time.textContent = text;
      seek.max = String(Math.max(1, Math.floor(film.duration)));
      seek.value = String(Math.floor(film.time));
      seek.setAttribute('aria-valuetext', say(locale, 'filmTime', { now, all }));
    });
    this.parts.push(() => { this.box.classList.toggle('live-failed', film.trouble === 'unplayable'); });
    const captions = captionsChoice(film.asset.captions, locale, (language) => film.setCaptions(language));
    if (captions) this.parts.push(() => { captions.select.value = film.cues.language ?? ''; });
    const voice = voiceChoice(film.asset, locale, (id) => film.setVoice(id));
    if (voice) this.parts.push(() => { voice.select.value = film.voice ? voiceId(film.voice) : ''; });
    for (const [made, name] of /** @type {const} */ ([[captions, 'captions'], [voice, 'voice']])) made?.select.setAttribute('data-live', name);
    return element('div', { class: 'live-group', role: 'group', 'aria-label': say_('film') },
      play, seek, time, ...(film.asset.has_audio ? this.volume() : []), ...(captions || voice ? this.fold(captions?.box, voice?.box) : []));
  }

  /** The choices, behind a button: they are made once. @param {...(HTMLElement | undefined)} boxes */
  fold(...boxes) {
    const row = element('div', { class: 'live-choices' }, ...boxes);
    const button = this.button('choices', () => {
      this.unfolded = !this.unfolded;
      this.update();
    }, () => ({ drawing: 'captions', label: say(this.locale, 'filmChoices') }));
    this.parts.push(() => {
      row.hidden = !this.unfolded;
      button.setAttribute('aria-expanded', String(this.unfolded));
    });
    return [button, row];
  }

  /** The button for sound, and how loud it is. */
  volume() {
    const { live, locale } = this;
    const button = this.button('sound', live.act.sound, () => live.muted
      ? { drawing: 'silent', label: say(locale, 'soundOn'), shown: live.silenced } : { drawing: 'sound', label: say(locale, 'soundOff') });
    const slider = element('input', { type: 'range', min: '0', max: '1', step: '0.05', class: 'film-volume', 'data-live': 'volume', 'aria-label': say(locale, 'volume') });
    slider.addEventListener('input', () => {
      const volume = Number(slider.value);        // before the slider is brought up to date with what was
      live.film?.unsilence();
      settings.set({ volume });
    });
    this.parts.push(() => {
      const volume = live.muted ? 0 : settings.get('volume');
      slider.value = String(volume);
      slider.setAttribute('aria-valuetext', `${Math.round(volume * 100)}%`);
    });
    return [button, slider];
  }

  sounds() {
    const { live, locale } = this;
    const { narration, ambient } = live;
    if (!narration && !ambient) return null;
    const read = narration && this.button('narration', live.act.narration, () => narration.playing
      ? { drawing: 'pause', label: say(locale, 'narrationPause'), shown: true } : { drawing: 'audio', label: say(locale, 'narrationPlay'), shown: true });
    const text = live.transcript && element('button', { type: 'button', class: 'tool', 'data-live': 'transcript', onclick: () => live.showTranscript(/** @type {HTMLElement} */ (text)) },
      say(locale, 'transcriptShow'));
    const around = ambient && this.button('ambient', live.act.ambient, () => ({ drawing: live.ambientOff ? 'silent' : 'ambient', label: say(locale, 'ambient'), pressed: !live.ambientOff }));
    const loud = live.film?.asset.has_audio ? [] : this.volume();
    return element('div', { class: 'live-group', role: 'group', 'aria-label': say(locale, 'sounds') }, read, text || null, around, ...loud);
  }
}

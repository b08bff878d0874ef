/**
 * Reads texts aloud with a voice of the device itself. Voices that live on a server elsewhere would send it every text: they are not used.
 */
import { settings } from './settings.js';

/** Some voices fall silent in the middle of long texts; they are given a few sentences at a time. */
const MOST = 220;

/** @param {string} text @returns {string[]} parts of whole sentences, each at most MOST characters where the sentences allow it */
export function portions(text) {
  /** @type {string[]} */
  const made = [];
  for (const sentence of text.match(/[^.!?…]+[.!?…]*\s*/g) ?? []) {
    const last = made.at(-1);
    if (last !== undefined && last.length + sentence.length <= MOST) made[made.length - 1] = last + sentence;
    else made.push(sentence);
  }
  return made.map((part) => part.trim()).filter(Boolean);
}

/**
 * @template {{ lang: string, localService: boolean, default?: boolean }} V
 * @param {V[]} voices @param {string} locale
 * @returns {V | null} the voice of the device in that language, the device's first choice before others
 */
export function voiceFor(voices, locale) {
  const wanted = locale.toLowerCase().split('-')[0] ?? '';
  const able = voices.filter(({ lang, localService }) => localService && lang.toLowerCase().split(/[-_]/)[0] === wanted);
  return able.find((voice) => voice.default) ?? able[0] ?? null;
}

export class Speech {
  /** @param {SpeechSynthesis | undefined} [synthesis] of the browser; some have none */
  constructor(synthesis = window.speechSynthesis) {
    this.synthesis = synthesis;
    /** Counts readings, so that the end of an earlier one is not taken for the end of this one. */
    this.reading = 0;
    /** @type {(() => void) | null} */
    this.ended = null;
    /** Called when voices come or the wish for them changes: many browsers know theirs only after a while. @type {Set<() => void>} */
    this.onVoices = new Set();
    const tell = () => this.onVoices.forEach((listener) => listener());
    synthesis?.addEventListener?.('voiceschanged', tell);
    settings.follow((_, changed) => {
      if (!changed.includes('speech')) return;
      if (!settings.get('speech')) this.stop();
      tell();
    });
  }

  /** @param {string} locale @returns {boolean} whether texts in that language can be read now */
  able(locale) {
    return settings.get('speech') && voiceFor(this.synthesis?.getVoices() ?? [], locale) !== null;
  }

  get speaking() {
    return this.ended !== null;
  }

  /** @param {string} text @param {string} locale @param {() => void} ended is called once, at its end or when it is stopped */
  read(text, locale, ended) {
    this.stop();
    const { synthesis } = this;
    const voice = voiceFor(synthesis?.getVoices() ?? [], locale);
    const parts = portions(text);
    if (!synthesis || !voice || parts.length === 0) return ended();
    const reading = ++this.reading;
    this.ended = ended;
    for (const [index, part] of parts.entries()) {
      const utterance = new SpeechSynthesisUtterance(part);
      utterance.voice = voice;
      utterance.lang = voice.lang;
      utterance.volume = settings.get('volume');
      const over = () => {
        if (reading === this.reading) this.stop();
      };
      utterance.addEventListener('error', over);
      if (index === parts.length - 1) utterance.addEventListener('end', over);
      synthesis.speak(utterance);
    }
  }

  stop() {
    const { ended } = this;
    this.reading++;
    this.ended = null;
    if (!ended) return;
    this.synthesis?.cancel();
    ended();
  }
}

/**
 * What goes wrong with a scene's film and sounds, told once: to people what they miss, to developers all of it.
 *
 * @typedef {import('./player.js').Player} Player
 * @typedef {import('./film/scene_film.js').SceneFilm} SceneFilm
 * @typedef {import('./sounds.js').Sound} Sound
 * @typedef {{ film: SceneFilm | null, narration: Sound | null, ambient: Sound | null }} Playing
 */
import { filmSentence } from './film/trouble.js';
import { soundSentence } from './trouble.js';

/** @param {Pick<Playing, 'film' | 'narration'>} playing @param {string} locale @returns {string} for people; '' when nothing went wrong */
export function troubleSentence({ film, narration }, locale) {
  if (film?.trouble) return filmSentence(film.trouble, 'film', locale);
  return narration?.trouble ? soundSentence(narration.trouble, locale) : '';
}

export class LiveTrouble {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    /** What was told of film and narration, and the sentence about it. @type {{ trouble: unknown, sentence: string }} */
    this.told = { trouble: null, sentence: '' };
    /** What was told of the ambient sound, which nobody misses. @type {unknown} */
    this.ambient = null;
  }

  /** Another scene has troubles of its own. */
  forget() {
    if (this.told.trouble !== null) this.player.page.quiet(this.told.sentence);          // it failed while the scene faded
    this.told = { trouble: null, sentence: '' };
    this.ambient = null;
  }

  /** Asked at every change. @param {Playing} playing */
  follow({ film, narration, ambient }) {
    const { player } = this;
    const at = `scene ${player.scene?.id}`;
    if (ambient?.trouble && ambient.trouble !== this.ambient) player.fail(`ambient sound: ${String(ambient.trouble)}, ${at}`);
    this.ambient = ambient?.trouble ?? null;
    const trouble = film?.trouble ?? narration?.trouble ?? null;
    if (trouble === this.told.trouble) return;
    const before = this.told.sentence;
    this.told = { trouble, sentence: troubleSentence({ film, narration }, player.locale) };
    if (trouble === null) return player.page.quiet(before);
    if (film?.trouble === 'unreachable') player.waiting.toGet(() => film.retry());
    // In a headset the plate below the view says it. Who waits to go elsewhere is told about that.
    if (!player.waiting.going) player.page.notice(this.told.sentence);
    player.fail(`${film?.trouble ? `film ${film.trouble}` : `sound ${String(trouble)}`}, ${at}`);
  }
}

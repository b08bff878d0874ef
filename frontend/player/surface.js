/**
 * window.kijkkamer: what tests and the curious may read of a running player. Nothing in the product depends on it.
 *
 *   ready     true once a picture is painted (preview, poster or tier), or once a failure stands on the page
 *   settled   true once the sharpest picture that pays is painted
 *   room      id of the room, or null
 *   scene     id of the scene, or null
 *   locale    language that is shown
 *   view      {yaw, pitch, fov} in degrees, fov horizontal as drawn
 *   tier      width in pixels of the painted tier, 0 while it is the preview, the poster or tiles
 *   picture   'nothing' | 'preview' | 'poster' | 'tiles' | 'tier' | 'film', what is painted around the viewer
 *   tiles     {level, seen, missing, kept} level that pays (0 = coarsest), tiles of it in view, how many of what is in view is not there yet,
 *             how many are held in all; zeros where the picture has no tiles
 *   memory    {textures, geometries} that the graphics card holds for the player
 *   open      id of the hotspot whose panel is open, on the page or in VR, or null
 *   hotspots  ids of the scene's hotspots, in tab order
 *   presenting  whether a headset shows the room
 *   aimed     what a controller points at: id of a hotspot, or 'close', 'play', 'pause', 'pageOn', 'pageBack', 'quizAgain', 'meshLeft',
 *             'meshRight', 'meshSpin', 'retry' or an answer's id on a panel; of a scene's film and sounds 'play', 'pause', 'retry', 'captionsOn',
 *             'captionsOff', 'soundOn', 'soundOff', 'narrationPlay', 'narrationPause', 'ambientOn', 'ambientOff'; or null
 *   places    [{name, yaw, pitch}] of what can be chosen on a panel in VR, degrees in the room
 *   film      of a scene that is a 360° film {playing, time, duration, muted, captions (language or null), caption (what is said now),
 *             voice (language, or language-described), width (of its frames, 0 before the first), trouble}, else null
 *   narration 'playing' | 'paused', or null where the scene has none; ambient: likewise
 *   layer     'photo' | 'film' while a layer of the headset's browser holds the picture, else null: the spheres do
 *   light     how light the picture is, 0 to 1: less than 1 while one scene fades into another
 *   errors    sentences for developers, in order
 *   settings  what is set now (settings.js)
 *   set({name: value})  sets it, as the settings panel does
 *   setView({yaw, pitch, fov})  looks there at once; what is left out stays
 *   hotspotAt(x, y)  id of the hotspot under a point of the page, CSS pixels, or null
 *
 * @typedef {import('./player.js').Player} Player
 * @typedef {import('../shared/formats.js').View} View
 */
import { voiceId } from './film/source.js';
import { settings } from './settings.js';

/** @param {Player} player */
export function showSurface(player) {
  const surface = {
    get ready() { return player.ready; },
    get settled() { return player.settled; },
    get room() { return player.manifest?.id ?? null; },
    get scene() { return player.scene?.id ?? null; },
    get locale() { return player.locale; },
    get view() { return { ...player.camera.view }; },
    get tier() { return player.backdrop?.width ?? 0; },
    get picture() { return player.backdrop?.sharpness ?? 'nothing'; },
    get tiles() {
      const { level = 0, seen, missing = 0, pieces } = player.backdrop?.tiles ?? {};
      return { level, seen: seen?.size ?? 0, missing, kept: pieces?.size ?? 0 };
    },
    get memory() {
      const { textures, geometries } = player.stage?.memory ?? { textures: 0, geometries: 0 };
      return { textures: textures + (player.headset?.memory.textures ?? 0), geometries: geometries + (player.headset?.memory.geometries ?? 0) };
    },
    get open() { return player.open.now?.spot.id ?? null; },
    get hotspots() { return player.spots.entries.map(({ spot }) => spot.id); },
    get presenting() { return player.headset !== null; },
    get aimed() { return player.headset?.aimed ?? null; },
    get places() { return player.headset?.glass.directions() ?? []; },
    get settings() { return settings.values; },
    get film() { return filmState(player.live); },
    get narration() { return soundState(player.live.narration); },
    get ambient() { return soundState(player.live.ambient); },
    get layer() { return player.headset?.layer?.kind ?? null; },
    get light() { return player.headset?.light ?? player.backdrop?.light ?? 1; },
    get errors() { return [...player.errors]; },
    set: (/** @type {Partial<import('./settings.js').Values>} */ changes) => settings.set(changes),
    setView: (/** @type {Partial<View>} */ view) => player.camera.look({ ...player.camera.view, ...view }),
    hotspotAt(/** @type {number} */ x, /** @type {number} */ y) {
      const button = document.elementFromPoint(x, y)?.closest('[data-spot]');
      return button instanceof HTMLElement && !button.matches('.away, .under') ? button.dataset.spot ?? null : null;
    },
  };
  Object.defineProperty(window, 'kijkkamer', { value: Object.freeze(surface), configurable: true });
}

/** @param {import('./live.js').Live} live */
function filmState({ film, caption }) {
  return film && {
    playing: film.playing, time: film.time, duration: film.duration, muted: film.video.muted, captions: film.cues.language, caption,
    voice: film.voice && voiceId(film.voice), width: film.picture ? film.video.videoWidth : 0, trouble: film.trouble,
  };
}

/** @param {import('./sounds.js').Sound | null} sound */
function soundState(sound) {
  return sound && (sound.playing ? 'playing' : 'paused');
}

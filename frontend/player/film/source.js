/**
 * Which file of a packaged video to play: the spoken version, then the addresses to try, best first. Pure.
 *
 * @typedef {import('../../shared/formats.js').Video} Video
 * @typedef {import('../../shared/formats.js').Hls} Hls
 * @typedef {import('../../shared/formats.js').Variant} Variant
 *
 * @typedef {object} Source
 * @property {string} path of a playlist, relative to the content root
 * @property {number} width of the variant, pixels; 0: a master, which leaves the choice to whoever plays it
 *
 * @typedef {object} Circumstances
 * @property {(codecs: string) => boolean} plays whether this browser plays such a file
 * @property {boolean} chooses whether the engine picks among a master's variants within `most` (hls.js does, a browser's own HLS does not)
 * @property {boolean} offline without a network only one variant is kept
 * @property {number} needed width that the screen pays for, pixels
 * @property {number} most the widest that may be played, pixels
 */

/** The widest frame that a headset plays smoothly; also the widest that is kept offline of a 360° film. */
export const HEADSET_FILM = 3840;

/** The shorter side of a flat film that is kept offline. */
const KEPT_FLAT = 720;

/** A variant this much narrower than needed still looks sharp; the next one costs four times the data. */
const TOLERANCE = 0.75;

/**
 * @param {number} needed width that a flat screen pays for, pixels @param {number} maxTexture the longest side that the graphics card takes, pixels
 * @param {boolean} headset whether one shows the film
 * @returns {{ needed: number, most: number }} of Circumstances
 */
export function filmWidths(needed, maxTexture, headset) {
  return headset ? { needed: HEADSET_FILM, most: Math.min(maxTexture, HEADSET_FILM) } : { needed, most: maxTexture };
}

/** @param {Hls} entry @returns {string} names one spoken version within a video */
export function voiceId({ language, role }) {
  return role === 'main' ? language : `${language}-${role}`;
}

/**
 * @param {Video} video @param {string} locale @param {string} [wanted] id of a version that somebody chose
 * @returns {Hls | null} that one, else the reader's language without description, else the first; null where there is no file at all
 */
export function chooseVoice({ hls }, locale, wanted) {
  const main = hls.filter(({ role }) => role === 'main');
  return hls.find((entry) => voiceId(entry) === wanted) ?? main.find(({ language }) => language === locale) ?? main[0] ?? hls[0] ?? null;
}

/**
 * @param {Hls} voice @param {'flat' | 'equirectangular'} projection @param {Circumstances} here
 * @returns {Source[]} to be tried in this order; empty where this browser plays none of them
 */
export function sources(voice, projection, { plays, chooses, offline, needed, most }) {
  const playable = voice.variants.filter(({ codecs }) => plays(codecs)).sort((a, b) => a.width - b.width);
  if (playable.length === 0) return [];
  const allowed = playable.filter(({ width }) => width <= most);
  const fitting = allowed.length ? allowed : playable.slice(0, 1);
  const best = offline ? kept(fitting, projection) : fitting.find(({ width }) => width >= needed * TOLERANCE) ?? fitting.at(-1);
  // A folder that was synced for headsets holds one variant only: whatever is not there is passed over for the next.
  const order = [best, ...fitting.filter((other) => other !== best).reverse()].filter((variant) => variant !== undefined);
  const single = order.map(({ width, playlist }) => ({ path: playlist.path, width }));
  return chooses && !offline ? [{ path: voice.master.path, width: 0 }, ...single] : single;
}

/** What formats.md's profile "headset" keeps. @param {Variant[]} variants narrowest first @param {'flat' | 'equirectangular'} projection */
function kept(variants, projection) {
  const within = variants.filter(({ width, height }) => (projection === 'flat' ? Math.min(width, height) <= KEPT_FLAT : width <= HEADSET_FILM));
  return within.at(-1) ?? variants[0];
}

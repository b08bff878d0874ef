/**
 * What a panel on the glass needs before it can be drawn (pictures, codes, icons), and what moves or sounds on it.
 *
 * @typedef {import('../panel_content.js').PanelContent} PanelContent
 * @typedef {import('../../shared/content.js').ContentRoot} ContentRoot
 * @typedef {{ picture: ImageBitmap | null, trouble: unknown, codes: Map<string, boolean[][]>, icons: Record<'close' | 'right' | 'wrong', HTMLImageElement> }} Gathered
 *   picture: a video's poster, or the panel's; trouble: why there is none; codes: QR modules by address
 */
import { iconAddress } from '../icons.js';
import { spokenText } from '../panel_content.js';
import { qrModules } from '../qr.js';
import { chooseTier } from '../tiers.js';
import { drawing, faceLoaded } from './canvases.js';
import { glassFilm } from './glass_film.js';
import { glassMesh } from './glass_mesh.js';
import { INSIDE } from './glass_rows.js';
import { glassSound } from './glass_sound.js';
import { glassVoice } from './glass_voice.js';

/** @param {PanelContent} shown @param {ContentRoot} content @returns {Promise<Gathered>} without what can't be had: the words still help */
export async function gather(shown, content) {
  // Of a video its poster, which stands there until the first frame.
  const ref = shown.video ? shown.video.poster : shown.picture && chooseTier(shown.picture.tiers, INSIDE, 4096)?.image;
  /** @type {unknown} */
  let trouble = null;
  const picture = ref ? await content.blob(ref).then((blob) => createImageBitmap(blob)).catch((error) => {
    trouble = error;
    return null;
  }) : null;
  /** @type {Gathered['codes']} */
  const codes = new Map();
  for (const { href } of shown.sections.flatMap(({ actions }) => actions)) {
    const code = await qrModules(href).catch(() => null);
    if (code) codes.set(href, code);
  }
  await faceLoaded();
  const icon = (/** @type {'close' | 'right' | 'wrong'} */ name) => drawing(iconAddress(name, '#ffffff'));
  const [close, right, wrong] = await Promise.all([icon('close'), icon('right'), icon('wrong')]);
  return { picture, trouble, codes, icons: { close, right, wrong } };
}

/**
 * @param {PanelContent} shown @param {ContentRoot} content @param {string} locale @param {import('../speech.js').Speech | null} speech
 * @param {() => void} changed is called when the panel has to be drawn again @param {(trouble: unknown) => void} settled of a mesh: null, it stands there, or why not
 * @returns {import('./glass_film.js').Moving | null}
 */
export function movingOf(shown, content, locale, speech, changed, settled) {
  const { video, audio, mesh, title } = shown;
  if (video) return glassFilm(video, content, locale, title, changed);
  if (audio) return glassSound(audio, content, locale, changed);
  if (mesh) return glassMesh(mesh, content, locale, changed, settled);
  return speech?.able(locale) ? glassVoice(speech, `${title}. ${spokenText(shown)}`, locale, changed) : null;
}

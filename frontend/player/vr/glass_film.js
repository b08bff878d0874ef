/**
 * A flat video on the glass panel: its frames on a plane of their own, what is said in it, play and pause.
 *
 * @typedef {import('../../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('./glass_paint.js').Action} Action
 * @typedef {{ x: number, y: number, width: number, height: number }} Stage metres: its middle from the panel's middle, right and up, and its size
 *
 * @typedef {object} Moving what moves or sounds on a panel
 * @property {'film' | 'mesh' | null} stage what kind of room it needs
 * @property {import('three').Object3D | null} object child of the panel
 * @property {(stage: Stage | null) => void} lay puts it in its room; null: on another page
 * @property {(() => string) | null} caption what is said now
 * @property {() => Action[]} actions its buttons; always as many
 * @property {HTMLMediaElement} [media] what sounds
 * @property {(dx: number, dy: number) => void} [drag] parts of the panel's width, right and down
 * @property {(time: number) => void} [tick] once a frame, ms
 * @property {() => void} stop frees what it holds
 */
import { LinearFilter, Mesh, MeshBasicMaterial, PlaneGeometry, SRGBColorSpace, VideoTexture } from 'three';
import { filmSentence } from '../film/trouble.js';
import { say } from '../messages.js';
import { videoPlayer } from '../video.js';

/**
 * @param {import('../../shared/formats.js').Video} asset @param {ContentRoot} content @param {string} locale @param {string} title
 * @param {() => void} changed is called when the panel has to be drawn again
 * @returns {Moving}
 */
export function glassFilm(asset, content, locale, title, changed) {
  let caption = '';
  /** @type {import('../film/engine.js').Trouble | null} */
  let trouble = null;
  const playing = videoPlayer(asset, content, locale, title, (why) => {
    trouble = why;
    caption = filmSentence(why, 'video', locale);
    changed();
  });
  const { video, engine } = playing;
  const texture = new VideoTexture(video);
  texture.colorSpace = SRGBColorSpace;
  texture.minFilter = LinearFilter;
  texture.generateMipmaps = false;
  const screen = new Mesh(new PlaneGeometry(1, 1), new MeshBasicMaterial({ map: texture, transparent: true, depthTest: false, toneMapped: false }));
  screen.renderOrder = 5;
  screen.visible = false;
  let staged = false;
  video.textTracks.addEventListener('addtrack', ({ track }) => track?.addEventListener('cuechange', () => {
    if (track.mode !== 'showing') return;
    caption = [...(track.activeCues ?? [])].map((cue) => ('text' in cue ? String(cue.text).replace(/<[^>]*>/g, '') : '')).join(' ');
    changed();
  }));
  const sync = () => {
    screen.visible = staged && video.readyState >= 2;
    changed();
  };
  for (const event of ['loadeddata', 'playing', 'pause', 'ended']) video.addEventListener(event, sync);
  const retry = () => {
    trouble = null;
    caption = '';
    engine.retry();
    changed();
  };
  engine.play().catch(() => {
    video.muted = true;          // a browser that forbids sound here still shows the picture
    engine.play().catch(() => undefined);
  });
  return {
    stage: 'film',
    object: screen,
    media: video,
    caption: () => caption,
    lay(stage) {
      staged = stage !== null;
      screen.visible = staged && video.readyState >= 2;
      if (!stage) return;
      screen.position.set(stage.x, stage.y, 0.001);
      screen.scale.set(stage.width, stage.height, 1);
    },
    actions: () => [trouble && trouble !== 'unplayable' ? { name: 'retry', label: say(locale, 'retry'), act: retry } : video.paused
      ? { name: 'play', label: say(locale, 'play'), act: () => void engine.play().catch(() => undefined) }
      : { name: 'pause', label: say(locale, 'pause'), act: () => video.pause() }],
    stop() {
      playing.stop();
      texture.dispose();
      screen.geometry.dispose();
      screen.material.dispose();
    },
  };
}

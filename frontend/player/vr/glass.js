/**
 * The panel in VR: dark glass 1.4 m wide at 2 m, drawn on a canvas, with places to choose and a disc that closes it.
 *
 * @typedef {import('../panel_content.js').PanelContent} PanelContent
 * @typedef {import('../../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('../../shared/projection.js').Vector} Vector
 * @typedef {import('../../shared/formats.js').Angles} Angles
 * @typedef {import('./glass_rows.js').Row} Row
 * @typedef {{ left: number, top: number, width: number, height: number, name: string, act: () => void }} Place something to choose, pixels
 */
import { Group, LinearFilter, Mesh, MeshBasicMaterial, PlaneGeometry, SRGBColorSpace, VideoTexture } from 'three';
import { axes, clamp } from '../../shared/projection.js';
import { iconAddress } from '../icons.js';
import { say } from '../messages.js';
import { chooseTier } from '../tiers.js';
import { videoPlayer } from '../video.js';
import { ACCENT, FACE, GLASS, LIGHT, drawing, faceLoaded, paintable } from './canvases.js';
import { ACTION, BODY, CLOSE, compose, INSIDE, PADDING, WIDE } from './glass_rows.js';

/** Metres. */
const WIDTH = 1.4;
const DISTANCE = 2;
const METRES = WIDTH / WIDE;

export class Glass {
  /** @param {ContentRoot} content @param {() => void} close */
  constructor(content, close) {
    this.content = content;
    this.close = close;
    this.group = new Group();
    this.group.visible = false;
    const glass = () => new Mesh(new PlaneGeometry(1, 1), new MeshBasicMaterial({ transparent: true, depthTest: false, toneMapped: false }));
    this.face = glass();
    this.face.renderOrder = 4;
    this.screen = glass();
    this.screen.renderOrder = 5;
    this.screen.visible = false;
    this.group.add(this.face, this.screen);
    /** @type {ReturnType<typeof paintable> | null} */
    this.paint = null;
    /** @type {HTMLImageElement | null} */
    this.cross = null;
    /** @type {Place[]} */
    this.places = [];
    /** @type {Place | null} */
    this.aimed = null;
    /** @type {Row[][]} */
    this.pages = [[]];
    this.page = 0;
    /** @type {ReturnType<typeof videoPlayer> | null} */
    this.playing = null;
    this.caption = '';
    /** What a ray is tested against; null while shut. @type {import('./aim.js').Rectangle | null} */
    this.rectangle = null;
    this.opening = 0;
    this.locale = 'nl';
  }

  /** @param {PanelContent} shown @param {string} locale @param {Angles} at where the hotspot is */
  async open(shown, locale, at) {
    this.shut();
    const opening = ++this.opening;
    this.locale = locale;
    // Of a video its poster, which stands there until the first frame.
    const ref = shown.video ? shown.video.poster : shown.picture && chooseTier(shown.picture.tiers, INSIDE, 4096)?.image;
    const picture = ref ? await this.content.blob(ref).then((blob) => createImageBitmap(blob)).catch(() => null) : null;      // the words still help
    await faceLoaded();
    this.cross = await drawing(iconAddress('close', '#ffffff'));
    if (opening !== this.opening) return;
    const { pages, height } = compose(shown, locale, picture, () => this.caption, paintable(1, 1).context);
    this.pages = pages;
    this.page = 0;
    this.paint?.texture.dispose();
    this.paint = paintable(WIDE, height);
    this.face.material.map = this.paint.texture;
    this.face.material.needsUpdate = true;
    if (shown.video) this.play(shown.video, shown.title);
    this.stand({ yaw: at.yaw, pitch: clamp(at.pitch, -20, 15) }, height);      // never so high or low that a neck hurts
    this.draw();
    this.group.visible = true;
  }

  shut() {
    this.opening++;
    this.playing?.stop();
    this.playing = null;
    this.caption = '';
    this.screen.visible = false;
    this.screen.material.map?.dispose();
    this.screen.material.map = null;
    this.group.visible = false;
    this.rectangle = null;
    this.places = [];
    this.aimed = null;
  }

  /** Faces the viewer's head. @param {Angles} at @param {number} height pixels */
  stand(at, height) {
    const { right, up, forward } = axes(at);
    /** @type {Vector} */
    const centre = [forward[0] * DISTANCE, forward[1] * DISTANCE, forward[2] * DISTANCE];
    this.rectangle = { centre, right, up, width: WIDTH, height: height * METRES };
    this.group.position.set(...centre);
    this.group.rotation.set((at.pitch * Math.PI) / 180, (-at.yaw * Math.PI) / 180, 0, 'YXZ');
    this.face.scale.set(WIDTH, height * METRES, 1);
  }

  /** @param {import('../../shared/formats.js').Video} asset @param {string} title */
  play(asset, title) {
    this.playing = videoPlayer(asset, this.content, this.locale, title, () => {
      this.caption = say(this.locale, 'videoFailed');
      this.draw();
    });
    const { video } = this.playing;
    const texture = new VideoTexture(video);
    texture.colorSpace = SRGBColorSpace;
    texture.minFilter = LinearFilter;
    texture.generateMipmaps = false;
    this.screen.material.map = texture;
    this.screen.material.needsUpdate = true;
    video.textTracks.addEventListener('addtrack', ({ track }) => track?.addEventListener('cuechange', () => {
      if (track.mode !== 'showing') return;
      this.caption = [...(track.activeCues ?? [])].map((cue) => ('text' in cue ? String(cue.text).replace(/<[^>]*>/g, '') : '')).join(' ');
      this.draw();
    }));
    for (const event of ['loadeddata', 'playing', 'pause', 'ended']) video.addEventListener(event, () => this.draw());
    video.play().catch(() => {
      video.muted = true;          // a browser that forbids sound here still shows the picture
      video.play().catch(() => undefined);
    });
  }

  /** @param {number} step */
  turnPage(step) {
    this.page = clamp(this.page + step, 0, this.pages.length - 1);
    this.draw();
  }

  draw() {
    if (!this.paint || !this.rectangle) return;
    const { context, texture, canvas } = this.paint;
    const { height } = canvas;
    context.clearRect(0, 0, WIDE, height);
    context.beginPath();
    context.roundRect(0, 0, WIDE, height, 40);
    context.fillStyle = GLASS;
    context.fill();
    this.screen.visible = false;
    let top = PADDING;
    for (const row of this.pages[this.page] ?? []) {
      row.draw(context, top);
      if (row.screen && this.playing?.video.videoWidth) {
        this.screen.scale.set(row.screen.width * METRES, row.screen.height * METRES, 1);
        this.screen.position.set(0, (height / 2 - top - row.screen.height / 2) * METRES, 0.01);
        this.screen.visible = true;
      }
      top += row.height;
    }
    this.lay(context, height);
    texture.needsUpdate = true;
  }

  /** The places to choose: close, and one row of actions. @param {CanvasRenderingContext2D} context @param {number} height */
  lay(context, height) {
    const aimed = this.aimed?.act;
    this.places = [];
    const close = { left: WIDE - CLOSE - 28, top: 28, width: CLOSE, height: CLOSE, name: 'close', act: this.close };
    this.places.push(close);
    const middle = CLOSE / 2;
    context.beginPath();
    context.arc(close.left + middle, close.top + middle, middle, 0, Math.PI * 2);
    context.fillStyle = aimed === close.act ? ACCENT : 'rgba(255, 255, 255, 0.16)';
    context.fill();
    if (this.cross) context.drawImage(this.cross, close.left + 22, close.top + 22, CLOSE - 44, CLOSE - 44);
    const top = height - PADDING - ACTION + 24;
    const half = INSIDE / 2 - 12;
    if (this.playing) {
      this.row(context, PADDING, top, INSIDE, this.playing.video.paused ? 'play' : 'pause', this.toggle);
    } else if (this.pages.length > 1) {
      if (this.page > 0) this.row(context, PADDING, top, half, 'pageBack', this.back);
      if (this.page < this.pages.length - 1) this.row(context, PADDING + half + 24, top, half, 'pageOn', this.onward);
    }
  }

  toggle = () => {
    const video = this.playing?.video;
    if (video?.paused) video.play().catch(() => undefined);
    else video?.pause();
  };

  back = () => this.turnPage(-1);

  onward = () => this.turnPage(1);

  /** @param {CanvasRenderingContext2D} context @param {number} left @param {number} top @param {number} width @param {'play' | 'pause' | 'pageBack' | 'pageOn'} name of the message on it @param {() => void} act */
  row(context, left, top, width, name, act) {
    const height = ACTION - 24;
    this.places.push({ left, top, width, height, name, act });
    context.beginPath();
    context.roundRect(left, top, width, height, 24);
    context.fillStyle = this.aimed?.act === act ? ACCENT : 'rgba(255, 255, 255, 0.16)';
    context.fill();
    context.font = `600 ${BODY * 0.85}px ${FACE}`;
    context.fillStyle = LIGHT;
    context.textAlign = 'center';
    context.fillText(say(this.locale, name), left + width / 2, top + height / 2 + BODY * 0.28);
    context.textAlign = 'left';
  }

  /** @param {{ u: number, v: number } | null} point of the panel that is aimed at @returns {boolean} whether another place is aimed at than before */
  aim(point) {
    const x = (point?.u ?? -1) * WIDE;
    const y = (point?.v ?? -1) * (this.paint?.canvas.height ?? 0);
    const aimed = point && this.places.find((place) => x >= place.left && x <= place.left + place.width && y >= place.top && y <= place.top + place.height);
    if ((aimed?.act ?? null) === (this.aimed?.act ?? null)) return false;
    this.aimed = aimed ?? null;
    this.draw();
    return true;
  }
}

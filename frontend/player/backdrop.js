/**
 * The panorama around the viewer: a sphere an eye, painted first with the preview, then with tiles of what is looked at or,
 * in a headset and where there are no tiles, with ever sharper tiers.
 *
 * `left` and `right` are the spheres of the eyes; `wrap` puts a picture, or a video's frames, on both. Tiles lie before the
 * spheres and hide what they cover.
 *
 * @typedef {import('../shared/formats.js').Panorama} Panorama
 * @typedef {import('../shared/formats.js').Pose} Pose
 * @typedef {import('../shared/formats.js').Ref} Ref
 * @typedef {import('../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('../shared/formats.js').View} View
 * @typedef {import('./ahead.js').Ready} Ready
 * @typedef {import('./stage.js').Stage} Stage
 */
import { posed } from '../shared/matrix.js';
import { FULL } from '../shared/projection.js';
import { tileLevels } from './ahead.js';
import { Picture } from './paint/picture.js';
import { Surface } from './paint/surface.js';
import { decoded } from './pictures.js';
import { sphere } from './sphere.js';
import { tierSteps } from './tiers.js';
import { TileLayer } from './tiles/layer.js';

/** ms that a view's tiles may take before what is there of them is painted: each frame takes the card as long as many tiles do. */
const TOGETHER = 120;

/** What is painted now, from coarse to sharp. @typedef {'nothing' | 'preview' | 'poster' | 'tiles' | 'tier' | 'film'} Sharpness */

export class Backdrop {
  /** @param {Stage} stage @param {ContentRoot} content */
  constructor(stage, content) {
    this.stage = stage;
    this.content = content;
    const shape = sphere(FULL, 'mono', 0);
    this.left = new Surface(shape);
    this.right = new Surface(shape, { eye: 'right' });
    for (const surface of [this.left, this.right]) {
      surface.visible = false;
      stage.surfaces.add(surface);
    }
    /** @type {Panorama | null} */
    this.asset = null;
    /** @type {Sharpness} */
    this.sharpness = 'nothing';
    /** Width of the painted tier, pixels; 0 before the first. */
    this.width = 0;
    this.loading = new AbortController();
    this.concealed = false;
    /** Ends when there is a picture. @type {Promise<void>} */
    this.arrived = Promise.resolve();
    /** @type {() => void} */
    this.begun = () => undefined;
    /** Told of each picture that could not be had. @type {(error: unknown, what: Ref) => void} */
    this.failed = () => undefined;
    /** Whether tiles could not be had, so that tiers have to do. */
    this.torn = false;
    /** Told once a scene when its tiles turn out to be incomplete. @type {() => void} */
    this.tornLater = () => undefined;
    this.tiles = new TileLayer(content, stage, () => this.fill(), (error, what) => {
      this.failed(error, what);
      if (this.torn) return;
      this.torn = true;
      this.tornLater();
    });
    /** The tile index on its way. @type {Promise<void>} */
    this.indexed = Promise.resolve();
  }

  /** Before another scene: nothing of the old one may arrive later. */
  clear() {
    this.loading.abort();
    this.loading = new AbortController();
    this.asset = null;
    this.sharpness = 'nothing';
    this.width = 0;
    this.torn = false;
    this.arrived = new Promise((resolve) => { this.begun = resolve; });
    this.tiles.close();
    this.left.visible = this.right.visible = false;
    this.picture?.dispose();
    this.left.picture = this.right.picture = null;
    this.stage.redraw();
  }

  /**
   * @param {Panorama} asset @param {Pose} pose @param {Ready | null} ready what was fetched before
   * @returns {Promise<void>} when the first picture is painted; at once where it was fetched before
   */
  async place(asset, pose, ready = null) {
    this.clear();
    const { signal } = this.loading;
    this.asset = asset;
    if (ready?.levels.length) this.tiles.open(asset, pose, ready.levels, ready.tiles);
    else this.indexed = this.index(asset, pose, signal);
    for (const [surface, eye] of /** @type {[Surface, 0 | 1][]} */ ([[this.left, 0], [this.right, 1]])) {
      this.stage.painter.forget(surface.shape);
      surface.shape = sphere(asset.coverage, asset.stereo, eye);
      surface.matrix = posed(pose);
    }
    this.left.eye = asset.stereo === 'mono' ? 'both' : 'left';
    if (ready?.tier) this.wrap(ready.tier.bitmap, 'tier', ready.tier.width);
    if (this.tiles.around || ready?.tier || !asset.preview) return;
    const image = new Image();
    image.src = asset.preview;
    const decodes = image.decode().then(() => true, () => false);         // a broken preview costs a blink, the poster follows
    // Seen for a tenth of a second it would only keep the tiles waiting.
    if (asset.tiles && !this.stage.presenting) {
      if (!this.stage.painter.painted) this.stage.held = performance.now() + TOGETHER;
      await Promise.race([this.arrived, new Promise((done) => setTimeout(done, TOGETHER))]);
    }
    if (await decodes && !signal.aborted && this.sharpness === 'nothing') this.wrap(image, 'preview', 0);
  }

  /** More tiles are there, or others are looked at. */
  fill() {
    this.arrange(this.tiles.complete ? 0 : TOGETHER);
  }

  /** @param {Panorama} asset @param {Pose} pose @param {AbortSignal} signal */
  async index(asset, pose, signal) {
    if (!asset.tiles) return;
    try {
      const levels = await tileLevels(this.content, asset, signal);
      if (signal.aborted) return;
      this.tiles.open(asset, pose, levels, new Map());
      this.tiles.follow();
    } catch (error) {
      if (signal.aborted) return;
      this.torn = true;
      this.failed(error, asset.tiles.index);
    }
  }

  /** @param {View} view @param {number} needed pixels for 360° (tiers.neededWidth) */
  look(view, needed) {
    this.stage.look(view);
    if (!this.stage.presenting) this.tiles.look(view, this.stage.aspect, needed);
  }

  /**
   * Loads what is sharper than what is painted, up to what pays.
   * @param {number} needed pixels for 360° (tiers.neededWidth)
   */
  async sharpen(needed) {
    const { asset } = this;
    const { signal } = this.loading;
    if (!asset || this.sharpness === 'film') return;
    if (asset.tiles && !this.stage.presenting && !this.torn) {
      await this.indexed;
      await this.tiles.settled();
      this.arrange();                      // nothing more comes, even where a tile is missing: not a moment longer without it
      this.stage.held = 0;
      if (!this.torn) return;
    }
    const covered = (needed * coveredYaw(asset)) / 360;
    const load = (/** @type {Ref} */ ref) => decoded(this.content, ref, signal).catch((error) => {
      if (!signal.aborted) this.failed(error, ref);
      return null;
    });
    for (const tier of tierSteps(asset.tiers, covered, this.stage.maxTexture, asset.stereo)) {
      if (signal.aborted) return;
      if (tier.width <= this.width) continue;
      const bitmap = await load(tier.image);
      if (bitmap) this.wrap(bitmap, 'tier', tier.width);
    }
    if (signal.aborted || this.sharpness === 'tier' || this.sharpness === 'tiles') return;
    // A poster may be the whole panorama, small, or a framed view of it: only the first can be painted on a sphere.
    const poster = await load(asset.poster);
    if (poster && sameShape(poster, asset)) this.wrap(poster, 'poster', 0);
    else poster?.close();
  }

  /**
   * A film's frames in place of the picture: a new one is sent when the picture is set stale. It is disposed with the scene.
   * @param {HTMLVideoElement} video @param {number} width of one eye's part, pixels @returns {Picture}
   */
  film(video, width) {
    this.loading.abort();                  // a poster that comes now would cover it
    this.loading = new AbortController();
    return this.wrap(video, 'film', width);
  }

  /** What both spheres are painted with. */
  get picture() {
    return this.left.picture;
  }

  /** @param {ImageBitmap | HTMLImageElement | HTMLVideoElement} source @param {Sharpness} sharpness @param {number} width */
  wrap(source, sharpness, width) {
    this.picture?.dispose();
    const whole = coveredYaw(this.asset) >= 360 && this.asset?.stereo !== 'left-right';
    const picture = new Picture(this.stage.painter, source, { repeat: whole });      // no seam at the back
    this.left.picture = this.right.picture = picture;
    this.sharpness = sharpness;
    this.width = width;
    this.arrange();
    return picture;
  }

  /** @param {number} light 0 = dark, 1 = as the picture is */
  dim(light) {
    this.stage.light = light;
    this.stage.redraw();
  }

  get light() {
    return this.stage.light;
  }

  /** In a headset the picture may stand in a layer of the browser's own instead. @param {boolean} hidden */
  conceal(hidden) {
    this.concealed = hidden;
    this.arrange();
  }

  /** Which of tiles and spheres is seen. Only what is painted can be; tiles that hide a sphere spare it. @param {number} [patience] ms until it is painted */
  arrange(patience = 0) {
    const { tiles, asset } = this;
    const { presenting } = this.stage;
    // In a headset the spheres hold a tier; until it is there, the tiles are better than the preview, for a picture of one eye.
    const streaming = this.sharpness !== 'film' && (!presenting || (asset?.stereo === 'mono' && this.sharpness !== 'tier'));
    const width = this.sharpness === 'tier' ? (this.width * 360) / coveredYaw(asset) : 0;
    tiles.arrange(streaming && !this.concealed, width);
    if (streaming && this.sharpness !== 'tier' && tiles.pieces.size) this.sharpness = 'tiles';
    const painted = this.picture !== null && !this.concealed;
    this.left.visible = painted && !(streaming && (tiles.covers(width) || (tiles.around && this.sharpness !== 'tier')));
    this.right.visible = painted && asset?.stereo !== 'mono';
    if (this.sharpness !== 'nothing') this.begun();
    if (tiles.complete) this.stage.held = 0;
    if (patience) this.stage.redrawWithin(patience);
    else this.stage.redraw();
  }
}

/** @param {Panorama | null} asset @returns {number} degrees from left to right */
function coveredYaw(asset) {
  return asset ? asset.coverage.yaw[1] - asset.coverage.yaw[0] : 360;
}

/** Of the framed views that the pipeline makes for posters (media_pipeline/images/view.py): width / height. */
const FRAMED = 1.5;

/**
 * @param {ImageBitmap} image @param {Panorama} asset
 * @returns {boolean} whether the image holds all that the panorama covers, of both eyes; one shaped like a framed view is taken for that
 */
function sameShape(image, asset) {
  if (Math.abs(image.width / image.height / FRAMED - 1) < 0.01) return false;
  const wide = asset.width * (asset.stereo === 'left-right' ? 2 : 1);
  const high = asset.height * (asset.stereo === 'top-bottom' ? 2 : 1);
  return Math.abs((image.width * high) / (image.height * wide) - 1) < 0.03;
}

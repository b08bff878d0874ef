/**
 * The tiles around the viewer: gets those that are looked at, sharp enough for the screen, and lets go of those far away.
 *
 * Flat screens only, which show the left eye. Of what is loaded, the coarsest level stays, for every direction; of the others
 * at most KEPT, so at most KEPT + 24 MB on the graphics card.
 *
 * @typedef {import('../../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('../../shared/formats.js').Panorama} Panorama
 * @typedef {import('../../shared/formats.js').Pose} Pose
 * @typedef {import('../../shared/formats.js').Ref} Ref
 * @typedef {import('../../shared/formats.js').View} View
 * @typedef {import('./pyramid.js').Level} Level
 * @typedef {import('./pyramid.js').Tile} Tile
 * @typedef {import('../stage.js').Stage} Stage
 * @typedef {import('../paint/surface.js').Surface} Surface
 */
import { posed } from '../../shared/matrix.js';
import { Picture } from '../paint/picture.js';
import { decoded } from '../pictures.js';
import { piece } from './pieces.js';
import { chooseLevel, gaze, tilesInView } from './pyramid.js';
import { Queue } from './queue.js';

/** Tiles of 512 x 512 pixels, 1 MB each. A view that needs more gets a coarser level. */
const KEPT = 96;

export class TileLayer {
  /**
   * @param {ContentRoot} content @param {Pick<Stage, 'painter' | 'surfaces'>} stage
   * @param {() => void} changed is called when something else is to be seen
   * @param {(error: unknown, what: Ref) => void} failed is told of each tile that could not be had
   */
  constructor(content, stage, changed, failed) {
    this.stage = stage;
    this.changed = changed;
    /** @type {Queue<Tile, ImageBitmap>} */
    this.queue = new Queue(
      ({ ref }, signal) => decoded(content, ref, signal),
      (tile, bitmap) => this.add(tile, bitmap),
      (tile, error) => {
        this.failed.add(tile.key);
        failed(error, tile.ref);
        this.follow();
      },
    );
    /** Coarsest first; empty while there is nothing to show. @type {Level[]} */
    this.levels = [];
    /** What is painted, the one looked at last at the end. @type {Map<string, { tile: Tile, surface: Surface }>} */
    this.pieces = new Map();
    /** @type {Set<string>} */
    this.failed = new Set();
    /** Keys of the tiles that the view shows at the level that pays. @type {Set<string>} */
    this.seen = new Set();
    /** Of those, and of the coarsest ones in view, how many are not there yet. */
    this.missing = 0;
    this.level = 0;
    /** @type {'both' | 'left'} */
    this.eye = 'both';
    /** @type {{ view: View, aspect: number, needed: number } | null} */
    this.looking = null;
    /** @type {Pose} */
    this.pose = { yaw: 0, pitch: 0, roll: 0 };
    /** @type {(() => void)[]} */
    this.waiting = [];
  }

  close() {
    this.queue.want([]);
    for (const { surface } of this.pieces.values()) this.discard(surface);
    this.pieces.clear();
    this.failed.clear();
    this.seen.clear();
    this.levels = [];
    this.missing = 0;
    this.looking = null;
    this.tell();
  }

  /**
   * @param {Panorama} asset @param {Pose} pose @param {Level[]} levels of the eye that is shown
   * @param {Map<string, ImageBitmap>} ready what is decoded already, by the tile's key
   */
  open(asset, pose, levels, ready) {
    this.eye = asset.stereo === 'mono' ? 'both' : 'left';
    this.pose = pose;
    this.levels = levels;
    for (const tile of levels[0]?.tiles ?? []) {
      const bitmap = ready.get(tile.key);
      if (bitmap) this.put(tile, bitmap);
    }
  }

  /** @param {View} view @param {number} aspect width / height of the screen @param {number} needed pixels for 360° */
  look(view, aspect, needed) {
    this.looking = { view, aspect, needed };
    this.follow();
  }

  /** Asks for what the view shows, lets go of what it does not. */
  follow() {
    const [coarsest] = this.levels;
    if (!this.looking || !coarsest) return;
    const { view, aspect, needed } = this.looking;
    const seen = gaze(view, aspect, this.pose);
    const below = tilesInView(coarsest.tiles, seen);
    /** @type {Tile[]} */
    let sharp = [];
    for (this.level = chooseLevel(this.levels, needed); this.level > 0; this.level--) {
      sharp = tilesInView(/** @type {Level} */ (this.levels[this.level]).tiles, seen);
      if (sharp.length <= KEPT) break;
    }
    if (this.level === 0) sharp = below;
    this.seen = new Set(sharp.map(({ key }) => key));
    const absent = (/** @type {Tile} */ { key }) => !this.pieces.has(key) && !this.failed.has(key);
    const wanted = [...new Set([...below, ...sharp])].filter(absent);
    this.missing = wanted.length;
    const behind = coarsest.tiles.filter((tile) => absent(tile) && !below.includes(tile));
    this.queue.want([...wanted, ...behind]);
    this.prune();
    if (this.missing === 0) this.tell();
    this.changed();
  }

  /** @param {Tile} tile @param {ImageBitmap} bitmap */
  add(tile, bitmap) {
    this.put(tile, bitmap);
    this.follow();
  }

  /** @param {Tile} tile @param {ImageBitmap} bitmap */
  put(tile, bitmap) {
    const surface = piece(tile, new Picture(this.stage.painter, bitmap), posed(this.pose), this.eye);
    this.pieces.set(tile.key, { tile, surface });
    this.stage.surfaces.add(surface);
  }

  /** @param {Surface} surface */
  discard(surface) {
    this.stage.surfaces.delete(surface);
    surface.picture?.dispose();
  }

  prune() {
    for (const key of this.seen) {
      const known = this.pieces.get(key);
      if (!known) continue;
      this.pieces.delete(key);
      this.pieces.set(key, known);
    }
    let left = [...this.pieces.values()].filter(({ tile }) => tile.level > 0).length - KEPT;
    for (const [key, { tile, surface }] of this.pieces) {
      if (left <= 0) return;
      if (tile.level === 0 || this.seen.has(key)) continue;
      this.discard(surface);
      this.pieces.delete(key);
      left--;
    }
  }

  /**
   * Shows what there is: the tiles in view, once they are all there, before the coarsest ones, which close the cracks that rounding
   * leaves where edges meet; until then all.
   * @param {boolean} shown whether any @param {number} width of what is painted on the sphere, pixels for 360°: coarser levels than that stay hidden
   */
  arrange(shown, width) {
    const alone = this.complete;
    for (const [key, { tile, surface }] of this.pieces) {
      surface.visible = shown && this.sharper(tile.level, width) && (!alone || tile.level === 0 || this.seen.has(key));
    }
  }

  /** Whether every tile in view is painted at the level that pays. */
  get complete() {
    return this.seen.size > 0 && [...this.seen].every((key) => this.pieces.has(key));
  }

  /** Whether what is seen of the tiles leaves nothing of the sphere behind them to be seen. @param {number} width as for arrange */
  covers(width) {
    return this.complete && this.sharper(this.level, width);
  }

  /** @param {number} level @param {number} width pixels for 360° */
  sharper(level, width) {
    return (this.levels[level]?.faceSize ?? 0) * Math.PI > width * 0.9;
  }

  /** Whether there is a tile in every direction. */
  get around() {
    return this.levels.length > 0 && (this.levels[0]?.tiles.every(({ key }) => this.pieces.has(key)) ?? false);
  }

  /** @returns {Promise<void>} when all that the view needs is there, could not be had, or is asked for no more */
  async settled() {
    if (this.missing > 0) await new Promise((resolve) => this.waiting.push(() => resolve(undefined)));
  }

  tell() {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

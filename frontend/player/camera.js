/**
 * Where somebody looks on a flat screen: kept within what there is to see, moved at once or in a short glide.
 *
 * @typedef {import('../shared/formats.js').View} View
 * @typedef {import('./looking.js').Reach} Reach
 * @typedef {Pick<import('./stage.js').Stage, 'aspect' | 'onFrame'>} Screen
 *
 * @typedef {object} Watcher
 * @property {() => void} turned the view is another one, or has another shape
 * @property {(closer: boolean) => void} rested no turn for a while; closer: it showed less than before
 */
import { FULL } from '../shared/projection.js';
import { between, fit, zoom } from './looking.js';
import { animate } from './motion.js';

const GLIDE = 160;
/** After this long without a turn the view is at rest, ms. */
const REST = 300;

export class Camera {
  /** @param {Screen | null} screen null without WebGL: nothing turns @param {Watcher} watcher */
  constructor(screen, watcher) {
    this.screen = screen;
    this.watcher = watcher;
    /** @type {View} */
    this.view = { yaw: 0, pitch: 0, fov: 90 };
    /** What somebody chose to look at: a screen of another shape shows less of it, or goes less far, for as long as it has that shape. @type {View} */
    this.chosen = this.view;
    /** What there is to see in this scene. @type {Reach} */
    this.reach = FULL;
    /** Where a movement under way ends. @type {View | null} */
    this.goal = null;
    /** @type {ReturnType<typeof animate> | null} */
    this.gliding = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.resting = undefined;
  }

  /** @param {View} view is fitted to the screen and the picture */
  look(view) {
    this.gliding?.stop();
    this.gliding = null;
    this.goal = null;
    this.turn(view);
  }

  /** A short movement to a view. @param {View} view @param {number} [duration] ms */
  glide(view, duration = GLIDE) {
    const { screen } = this;
    if (!screen) return;
    this.gliding?.stop();
    const from = this.view;
    const to = fit(view, screen.aspect, this.reach);
    this.goal = to;
    this.gliding = animate(screen.onFrame, duration, (part) => {
      this.turn(between(from, to, part));
      if (part === 1) this.goal = null;
    });
  }

  /** @param {number} factor > 1 goes closer */
  zoom(factor) {
    this.glide(zoom(this.goal ?? this.view, factor));
  }

  /** The screen has another shape. */
  refit() {
    this.show(this.chosen);
  }

  /** @param {View} view */
  turn(view) {
    const fov = view.fov === this.view.fov ? this.chosen.fov : view.fov;
    this.show(view);
    this.chosen = { ...this.view, fov };
  }

  /** @param {View} view */
  show(view) {
    if (!this.screen) return;
    const closer = view.fov < this.view.fov;
    this.view = fit(view, this.screen.aspect, this.reach);
    this.watcher.turned();
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.watcher.rested(closer), REST);
  }
}

/**
 * A film's poster that is a framed view straight ahead: hung in the room where that view is, until the film covers it.
 *
 * @typedef {import('../../shared/formats.js').Coverage} Coverage
 * @typedef {import('../../shared/formats.js').Pose} Pose
 * @typedef {import('../stage.js').Stage} Stage
 */
import { multiply, placed, posed } from '../../shared/matrix.js';
import { Picture } from '../paint/picture.js';
import { SQUARE, Surface } from '../paint/surface.js';

/** Degrees from left to right, as media_pipeline/videos/pictures.py makes them (POSTER_VIEW). */
const VIEW = 90;
/** Metres, before the spheres of the backdrop. */
const DISTANCE = 40;

export class FramedPoster {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.surface = new Surface(SQUARE);
  }

  /** @param {ImageBitmap} image @param {Pose} pose @param {Coverage} [coverage] a film of less than the view has a poster of all of it */
  show(image, pose, coverage) {
    this.clear();
    const { surface, stage } = this;
    const view = Math.min(VIEW, coverage ? coverage.yaw[1] - coverage.yaw[0] : VIEW);
    const width = 2 * DISTANCE * Math.tan((view * Math.PI) / 360);
    const height = (width * image.height) / image.width;
    surface.picture = new Picture(stage.painter, image);
    surface.matrix = multiply(posed(pose), placed([width, 0, 0], [0, -height, 0], [0, 0, 1], [-width / 2, height / 2, -DISTANCE]));
    stage.surfaces.add(surface);
    stage.redraw();
  }

  clear() {
    if (!this.stage.surfaces.delete(this.surface)) return;
    this.surface.picture?.dispose();
    this.surface.picture = null;
    this.stage.redraw();
  }
}

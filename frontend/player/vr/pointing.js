/**
 * What a ray points at in VR: the player's own plates first, then an open panel, then the hotspots, then plates that yield to them.
 *
 * @typedef {import('./aim.js').Ray} Ray
 * @typedef {import('../../shared/projection.js').Vector} Vector
 * @typedef {object} Target
 * @property {string} name of the choice, the place or the hotspot; '' on glass where nothing can be chosen
 * @property {number} distance metres
 * @property {boolean} [grave] a slip of the eye must not choose it
 * @property {(() => void) | null} act null where nothing can be chosen
 * @property {{ u: number, v: number }} [point] of an open panel
 *
 * @typedef {object} Parts
 * @property {import('./plate.js').Plate[]} plates in front of all else, the nearest first
 * @property {import('./glass.js').Glass} glass
 * @property {import('./discs.js').Discs} discs
 * @property {(spot: import('../../shared/formats.js').Hotspot) => void} activate
 */
import { settings } from '../settings.js';
import { aimedDisc, aimedPoint, intoRoom } from './aim.js';

export class Pointing {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.heading = 0;
    /** @type {Vector} */
    this.head = [0, 0, 0];
  }

  /** @param {Ray} ray in the headset's space @returns {Target | null} null: nothing there */
  target(ray) {
    const { plates, glass, discs, activate } = this.parts;
    const about = intoRoom(ray, 0, this.head);
    const before = onPlates(plates.filter((plate) => !plate.yields), about);
    if (before) return before;
    const inRoom = intoRoom(ray, this.heading, this.head);
    if (glass.rectangle) {
      const point = aimedPoint(inRoom, glass.rectangle);
      if (!point) return null;
      const place = glass.face.placeAt(point);
      return { name: place?.name ?? '', distance: point.distance, act: place ? () => place.act() : null, point };
    }
    const disc = discs.group.visible ? aimedDisc(inRoom, discs.discs) : null;
    if (disc) return { name: disc.spot.id, distance: disc.distance, act: () => activate(disc.spot) };
    return onPlates(plates.filter((plate) => plate.yields), about);
  }

  /**
   * On each frame: shows what rays and gaze meet, and lights the one that counts.
   * @param {number} time ms @param {number} heading of the room, degrees @param {import('./head.js').Head} head
   * @param {import('./controllers.js').Controllers} controllers @param {import('./gaze.js').Gaze} eye @param {string} locale
   */
  follow(time, heading, head, controllers, eye, locale) {
    this.heading = heading;
    this.head = head.place;
    const duration = eye.duration(time, settings.get('dwell'), controllers.input);
    const looked = duration ? this.target(head.ray) : null;
    /** @type {Target | null} */
    let aimed = null;
    for (const { ray, reach } of controllers.rays) {
      const target = this.target(ray);
      if (target) reach(target.distance);
      aimed ??= target;
    }
    this.light(aimed ?? looked, locale);
    eye.look(time, duration, looked, head.position, head.turn);
  }

  /** Name of the place or id of the hotspot that is lit. @returns {string | null} */
  get lit() {
    const { plates, glass, discs } = this.parts;
    return plates.find((plate) => plate.aimed !== null)?.aimed ?? glass.face.aimed?.name ?? discs.aimed?.spot.id ?? null;
  }

  /** @param {Target | null} target @param {string} locale */
  light(target, locale) {
    const { plates, glass, discs } = this.parts;
    for (const plate of plates) plate.aim(plate.places.some(({ name }) => name === target?.name) ? target?.name ?? null : null);
    const onPlate = plates.some((plate) => plate.aimed !== null);
    if (glass.rectangle) glass.aim(onPlate ? null : target?.point ?? null);
    discs.aim(onPlate || glass.rectangle ? null : discs.discs.find(({ spot }) => spot.id === target?.name) ?? null, locale);
  }
}

/** @param {import('./plate.js').Plate[]} plates the nearest first @param {Ray} ray from the head's place @returns {Target | null} */
function onPlates(plates, ray) {
  for (const plate of plates) {
    const met = plate.meets(ray);
    if (met) return { name: met.choice?.name ?? '', distance: met.distance, act: met.choice?.act ?? null, grave: met.choice?.name === 'stop' };
  }
  return null;
}

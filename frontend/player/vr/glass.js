/**
 * The panel in VR: dark glass 1.4 m wide at 2 m, drawn on a canvas page by page, with places to choose and a disc that closes it.
 *
 * @typedef {import('../panel_content.js').PanelContent} PanelContent
 * @typedef {import('../../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('../../shared/projection.js').Vector} Vector
 * @typedef {import('../../shared/formats.js').Angles} Angles
 * @typedef {import('./glass_film.js').Moving} Moving
 * @typedef {import('./glass_paint.js').Action} Action
 * @typedef {import('./glass_paint.js').Place} Place
 * @typedef {import('./glass_rows.js').Row} Row
 */
import { Group, Mesh, MeshBasicMaterial, PlaneGeometry } from 'three';
import { angles, axes, clamp } from '../../shared/projection.js';
import { say } from '../messages.js';
import { tell } from '../panel_words.js';
import { choose, FRESH, reconsider } from '../quiz.js';
import { settings } from '../settings.js';
import { paintable } from './canvases.js';
import { area, button, surface } from './glass_paint.js';
import { gather, movingOf } from './glass_parts.js';
import { ACTION, BODY, CLOSE, compose, INSIDE, LARGEST, PADDING, WIDE } from './glass_rows.js';

/** Metres. */
const WIDTH = 1.4;
const DISTANCE = 2;
const METRES = WIDTH / WIDE;
/** Buttons beside each other. */
const COLUMNS = 3;
const GAP = 24;
/** Part of the panel that a hand does not pass between two frames. */
const HANDS_APART = 0.2;

export class Glass {
  /** @param {ContentRoot} content @param {() => void} close @param {import('../speech.js').Speech | null} [speech] reads aloud */
  constructor(content, close, speech = null) {
    this.content = content;
    this.speech = speech;
    this.close = close;
    this.group = new Group();
    this.group.visible = false;
    this.face = new Mesh(new PlaneGeometry(1, 1), new MeshBasicMaterial({ transparent: true, depthTest: false, toneMapped: false }));
    this.face.renderOrder = 4;
    this.face.onBeforeRender = () => this.moving?.tick?.(performance.now());
    this.group.add(this.face);
    /** @type {ReturnType<typeof paintable> | null} */
    this.paint = null;
    /** @type {{ close: HTMLImageElement, right: HTMLImageElement, wrong: HTMLImageElement } | null} */
    this.icons = null;
    /** @type {PanelContent | null} */
    this.shown = null;
    this.locale = 'nl';
    /** @type {Angles} */
    this.at = { yaw: 0, pitch: 0 };
    /** @type {ImageBitmap | null} */
    this.picture = null;
    /** QR codes of the panel's addresses. @type {Map<string, boolean[][]>} */
    this.codes = new Map();
    /** How far the reader is in a quiz; another language goes on with it. */
    this.quiz = { id: '', round: FRESH };
    /** @type {Moving | null} */
    this.moving = null;
    /** @type {Place[]} */
    this.places = [];
    /** @type {Place | null} */
    this.aimed = null;
    /** Where a ray was last, parts of the panel, and whether it holds on. */
    this.point = { u: 0, v: 0, held: false };
    /** @type {Row[][]} */
    this.pages = [[]];
    this.page = 0;
    /** What a ray is tested against; null while shut. @type {import('./aim.js').Rectangle | null} */
    this.rectangle = null;
    this.opening = 0;
    /** @type {(() => void) | null} */
    this.unfollow = null;
  }

  /** What sounds on the panel now. */
  get playing() {
    return this.moving?.media ? { media: this.moving.media } : null;
  }

  /** @param {PanelContent} shown @param {string} locale @param {Angles} at where the hotspot is */
  async open(shown, locale, at) {
    const { round } = this.quiz.id === shown.id ? this.quiz : { round: FRESH };
    this.shut();
    const opening = ++this.opening;
    const stale = () => opening !== this.opening;
    const gathered = await gather(shown, this.content);
    if (stale()) return;
    Object.assign(this, gathered, { shown, locale, quiz: { id: shown.id, round } });
    this.at = { yaw: at.yaw, pitch: clamp(at.pitch, -20, 15) };      // never so high or low that a neck hurts
    this.moving = movingOf(shown, this.content, locale, this.speech, () => {
      if (!stale()) this.draw();
    }, (there) => {
      if (!stale()) this.settleMesh(there);
    });
    if (this.moving?.object) this.group.add(this.moving.object);
    this.layOut(0);
    this.group.visible = true;
    this.unfollow = settings.follow((_, names) => {
      if (names.includes('textSize') || names.includes('contrast')) this.layOut(0);
    });
  }

  /** A mesh stands there: its picture may go. Or it does not: the picture stays, with a sentence. @param {boolean} there */
  settleMesh(there) {
    if (there) this.picture = null;
    else if (this.shown) {
      this.stopMoving();
      const sorry = { heading: '', paragraphs: [tell(this.locale, 'meshFailed')], facts: [], actions: [] };
      this.shown = { ...this.shown, mesh: null, sections: [sorry, ...this.shown.sections] };
    }
    this.layOut(this.page);
  }

  stopMoving() {
    if (this.moving?.object) this.group.remove(this.moving.object);
    this.moving?.stop();
    this.moving = null;
  }

  shut() {
    this.opening++;
    this.unfollow?.();
    this.unfollow = null;
    this.stopMoving();
    this.group.visible = false;
    this.rectangle = null;
    this.shown = null;
    this.places = [];
    this.aimed = null;
    this.point.held = false;
    this.quiz = { id: '', round: FRESH };
  }

  /** Sets the content anew: it was opened, answered, or is wanted in another size. @param {number} page */
  layOut(page) {
    const { shown, locale, picture, icons, codes, moving } = this;
    if (!shown || !icons) return;
    const answer = (/** @type {import('../quiz.js').Round} */ round) => {
      this.quiz.round = round;
      this.layOut(0);
    };
    const { pages, height } = compose(shown, {
      locale, picture, icons, codes, scale: settings.get('textSize'), round: this.quiz.round,
      quiz: { choose: (id) => shown.quiz && answer(choose(shown.quiz, this.quiz.round, id)), reconsider: () => answer(reconsider(this.quiz.round)) },
      media: { stage: moving?.stage ?? null, caption: moving?.caption ?? null },
      footer: { whole: moving ? ACTION : 0, paged: ACTION * Math.ceil(((moving?.actions().length ?? 0) + 2) / COLUMNS) },
    }, paintable(1, 1).context);
    this.pages = pages;
    this.page = clamp(page, 0, pages.length - 1);
    if (this.paint?.canvas.height !== height) {
      this.paint?.texture.dispose();
      this.paint = paintable(WIDE, height);
      this.face.material.map = this.paint.texture;
      this.face.material.needsUpdate = true;
    }
    this.aimed = null;
    this.stand(height);
    this.draw();
  }

  /** Faces the viewer's head. @param {number} height pixels */
  stand(height) {
    const { right, up, forward } = axes(this.at);
    /** @type {Vector} */
    const centre = [forward[0] * DISTANCE, forward[1] * DISTANCE, forward[2] * DISTANCE];
    this.rectangle = { centre, right, up, width: WIDTH, height: height * METRES };
    this.group.position.set(...centre);
    this.group.rotation.set((this.at.pitch * Math.PI) / 180, (-this.at.yaw * Math.PI) / 180, 0, 'YXZ');
    this.face.scale.set(WIDTH, height * METRES, 1);
  }

  /** @param {number} step */
  turnPage(step) {
    this.page = clamp(this.page + step, 0, this.pages.length - 1);
    this.aimed = null;
    this.draw();
  }

  /** Buttons below: those of what moves, and pages. null leaves its place free, so that nothing jumps. @returns {(Action | null)[]} */
  footer() {
    const { locale, page, pages } = this;
    const actions = this.moving?.actions() ?? [];
    if (pages.length === 1) return actions;
    return [
      page > 0 ? { name: 'pageBack', label: say(locale, 'pageBack'), act: () => this.turnPage(-1) } : null,
      ...actions,
      page < pages.length - 1 ? { name: 'pageOn', label: say(locale, 'pageOn'), act: () => this.turnPage(1) } : null,
    ];
  }

  draw() {
    if (!this.paint || !this.rectangle || !this.icons) return;
    const { context, texture, canvas: { height } } = this.paint;
    this.places = [];
    surface(context, WIDE, height);
    let top = PADDING;
    let staged = false;
    for (const row of this.pages[this.page] ?? []) {
      const place = row.action && { left: PADDING, top, width: INSIDE, height: row.action.height, name: row.action.name, act: row.action.act };
      if (place) this.places.push(place);
      row.draw(context, top, place !== undefined && place.name === this.aimed?.name);
      if (row.stage) {
        staged = true;
        this.moving?.lay({ x: 0, y: (height / 2 - top - row.stage.height / 2) * METRES, width: row.stage.width * METRES, height: row.stage.height * METRES });
      }
      top += row.height;
    }
    if (!staged) this.moving?.lay(null);
    this.drawClose(context, this.icons.close);
    this.drawFooter(context, height);
    texture.needsUpdate = true;
  }

  /** @param {CanvasRenderingContext2D} context @param {HTMLImageElement} cross */
  drawClose(context, cross) {
    const place = { left: WIDE - CLOSE - 36, top: 36, width: CLOSE, height: CLOSE, name: 'close', act: this.close };
    this.places.push(place);
    area(context, place, CLOSE / 2, this.aimed?.name === 'close');
    context.drawImage(cross, place.left + 22, place.top + 22, CLOSE - 44, CLOSE - 44);
  }

  /** @param {CanvasRenderingContext2D} context @param {number} height */
  drawFooter(context, height) {
    const actions = this.footer();
    const columns = Math.min(actions.length, COLUMNS);
    const width = (INSIDE - (columns - 1) * GAP) / columns;
    const size = BODY * 0.85 * Math.min(settings.get('textSize'), LARGEST);
    const lines = Math.ceil(actions.length / COLUMNS);
    actions.forEach((action, index) => {
      if (!action) return;
      const box = { left: PADDING + (index % COLUMNS) * (width + GAP), top: height - PADDING - (lines - Math.floor(index / COLUMNS)) * ACTION + GAP, width, height: ACTION - GAP };
      this.places.push({ ...box, name: action.name, act: action.act });
      button(context, box, action, size, this.aimed?.name === action.name);
    });
  }

  /** Where the places to choose are, for the test surface. @returns {{ name: string, yaw: number, pitch: number }[]} degrees in the room, as seen from the head */
  directions() {
    const { rectangle, paint, places } = this;
    if (!rectangle || !paint) return [];
    const { centre, right, up } = rectangle;
    return places.map(({ name, left, top, width, height }) => {
      const x = (left + width / 2 - WIDE / 2) * METRES;
      const y = (paint.canvas.height / 2 - top - height / 2) * METRES;
      return { name, ...angles([centre[0] + right[0] * x + up[0] * y, centre[1] + right[1] * x + up[1] * y, centre[2] + right[2] * x + up[2] * y]) };
    });
  }

  /** @param {{ u: number, v: number } | null} point of the panel that is aimed at @returns {boolean} whether another place is aimed at than before */
  aim(point) {
    // A jump is the other hand's ray.
    const jumped = point !== null && this.point.held && Math.hypot(point.u - this.point.u, point.v - this.point.v) > HANDS_APART;
    if (point && !jumped) {
      if (this.point.held) this.moving?.drag?.(point.u - this.point.u, ((point.v - this.point.v) * (this.rectangle?.height ?? 0)) / WIDTH);
      Object.assign(this.point, { u: point.u, v: point.v });
    }
    const x = (point?.u ?? -1) * WIDE;
    const y = (point?.v ?? -1) * (this.paint?.canvas.height ?? 0);
    const aimed = this.point.held ? undefined : this.places.find((place) => x >= place.left && x <= place.left + place.width && y >= place.top && y <= place.top + place.height);
    if (aimed?.name === this.aimed?.name) return false;
    this.aimed = aimed ?? null;
    this.draw();
    return true;
  }

  /** A hand closes on what it points at, or lets go: so a mesh is dragged. @param {boolean} on */
  grab(on) {
    this.point.held = on && this.rectangle !== null && this.aimed === null && this.moving?.drag !== undefined;
  }
}

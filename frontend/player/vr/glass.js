/**
 * The panel in VR: dark glass at 2 m that shows a hotspot's content page by page, and what moves on it.
 *
 * @typedef {import('../panel_content.js').PanelContent} PanelContent
 * @typedef {import('../../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('../../shared/projection.js').Vector} Vector
 * @typedef {import('../../shared/formats.js').Angles} Angles
 * @typedef {import('./glass_film.js').Moving} Moving
 * @typedef {import('./glass_paint.js').Action} Action
 * @typedef {import('./glass_rows.js').Row} Row
 */
import { Group } from 'three';
import { axes, clamp } from '../../shared/projection.js';
import { meshSentence } from '../mesh/trouble.js';
import { say } from '../messages.js';
import { choose, FRESH, reconsider } from '../quiz.js';
import { settings } from '../settings.js';
import { contentSentence, mayComeLater } from '../trouble.js';
import { paintable } from './canvases.js';
import { COLUMNS, GlassFace, METRES, WIDTH } from './glass_face.js';
import { gather, movingOf } from './glass_parts.js';
import { ACTION, compose } from './glass_rows.js';

/** Metres. */
const DISTANCE = 2;
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
    this.face = new GlassFace((time) => this.moving?.tick?.(time));
    this.group.add(this.face.mesh);
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
    /** Where a ray was last, parts of the panel, and whether it holds on. */
    this.point = { u: 0, v: 0, held: false };
    /** @type {Row[][]} */
    this.pages = [[]];
    this.page = 0;
    /** What a ray is tested against; null while shut. @type {import('./aim.js').Rectangle | null} */
    this.rectangle = null;
    this.opening = 0;
    /** Tries once more to get what could not be had; null: nothing is missing, or will come. @type {(() => void) | null} */
    this.again = null;
    this.trying = false;
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
    this.quiz = { id: shown.id, round };
    this.locale = locale;
    this.at = { yaw: at.yaw, pitch: clamp(at.pitch, -20, 15) };      // never so high or low that a neck hurts
    await this.fill(shown);
  }

  /** What stands there stays until the new is there. @param {PanelContent} shown */
  async fill(shown) {
    const { locale } = this;
    const opening = ++this.opening;
    const stale = () => opening !== this.opening;
    const { trouble, ...parts } = await gather(shown, this.content);
    if (stale()) return;
    this.stopMoving();
    Object.assign(this, parts, { shown, again: null, trying: false });
    if (shown.picture && !shown.mesh && trouble) this.apologise(shown, contentSentence(trouble, 'photo', locale), trouble);
    this.moving = movingOf(shown, this.content, locale, this.speech, () => {
      if (!stale()) this.draw();
    }, (trouble) => {
      if (!stale()) this.settleMesh(shown, trouble);
    });
    if (this.moving?.object) this.group.add(this.moving.object);
    this.layOut(0);
    this.group.visible = true;
    this.unfollow ??= settings.follow((_, names) => {
      if (names.includes('textSize') || names.includes('contrast')) this.layOut(0);
    });
  }

  /** A mesh stands there: its picture may go. Or it does not: the picture stays, with a sentence. @param {PanelContent} shown as it should be @param {unknown} trouble null: it stands there */
  settleMesh(shown, trouble) {
    if (trouble === null) this.picture = null;
    else {
      this.stopMoving();
      this.apologise({ ...shown, mesh: null }, meshSentence(trouble, this.locale), trouble, shown);
    }
    this.layOut(this.page);
  }

  /**
   * @param {PanelContent} left what can be shown @param {string} sentence stands before the panel's own words
   * @param {unknown} trouble @param {PanelContent} [whole] what is to be shown once it can be had
   */
  apologise(left, sentence, trouble, whole = left) {
    this.shown = { ...left, sections: [{ heading: '', paragraphs: [sentence], facts: [], actions: [] }, ...left.sections] };
    this.again = !mayComeLater(trouble) ? null : () => {
      this.trying = true;        // its button is gone meanwhile
      this.draw();
      void this.fill(whole);
    };
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
    this.again = null;
    this.face.clear();
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
      footer: { whole: this.actions().length ? ACTION : 0, paged: ACTION * Math.ceil((this.actions().length + 2) / COLUMNS) },
    }, paintable(1, 1).context);
    this.pages = pages;
    this.page = clamp(page, 0, pages.length - 1);
    this.face.resize(height);
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
    this.face.mesh.scale.set(WIDTH, height * METRES, 1);
  }

  /** @param {number} step */
  turnPage(step) {
    this.page = clamp(this.page + step, 0, this.pages.length - 1);
    this.face.aimed = null;
    this.draw();
  }

  /** Buttons of what is missing and of what moves. null leaves its place free. @returns {(Action | null)[]} */
  actions() {
    const { again, trying, locale } = this;
    const retry = again && (trying ? null : { name: 'retry', label: say(locale, 'retry'), act: again });
    return [...(again ? [retry] : []), ...(this.moving?.actions() ?? [])];
  }

  /** Buttons below: those of the panel, and pages. null leaves its place free, so that nothing jumps. @returns {(Action | null)[]} */
  footer() {
    const { locale, page, pages } = this;
    const actions = this.actions();
    if (pages.length === 1) return actions;
    return [
      page > 0 ? { name: 'pageBack', label: say(locale, 'pageBack'), act: () => this.turnPage(-1) } : null,
      ...actions,
      page < pages.length - 1 ? { name: 'pageOn', label: say(locale, 'pageOn'), act: () => this.turnPage(1) } : null,
    ];
  }

  draw() {
    if (!this.rectangle || !this.icons) return;
    const stage = this.face.draw({ rows: this.pages[this.page] ?? [], actions: this.footer(), cross: this.icons.close, close: this.close });
    this.moving?.lay(stage);
  }

  /** Where the places to choose are, for the test surface. @returns {{ name: string, yaw: number, pitch: number }[]} degrees in the room, as seen from the head */
  directions() {
    return this.rectangle ? this.face.directions(this.rectangle) : [];
  }

  /** @param {{ u: number, v: number } | null} point of the panel that is aimed at @returns {boolean} whether another place is aimed at than before */
  aim(point) {
    // A jump is the other hand's ray.
    const jumped = point !== null && this.point.held && Math.hypot(point.u - this.point.u, point.v - this.point.v) > HANDS_APART;
    if (point && !jumped) {
      if (this.point.held) this.moving?.drag?.(point.u - this.point.u, ((point.v - this.point.v) * (this.rectangle?.height ?? 0)) / WIDTH);
      Object.assign(this.point, { u: point.u, v: point.v });
    }
    if (!this.face.aim(this.point.held ? null : point)) return false;
    this.draw();
    return true;
  }

  /** A hand closes on what it points at, or lets go: so a mesh is dragged. @param {boolean} on */
  grab(on) {
    this.point.held = on && this.rectangle !== null && this.face.aimed === null && this.moving?.drag !== undefined;
  }
}

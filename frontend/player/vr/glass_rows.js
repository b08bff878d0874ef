/**
 * Sets a panel's content in rows and pages of the glass panel's canvas.
 *
 * @typedef {import('../panel_content.js').PanelContent} PanelContent
 * @typedef {import('../quiz.js').Round} Round
 * @typedef {import('./glass_paint.js').Action} Action
 * @typedef {import('./glass_paint.js').Box} Box
 * @typedef {object} Row
 * @property {number} height pixels, with the space below it
 * @property {(context: CanvasRenderingContext2D, top: number, aimed: boolean) => void} draw
 * @property {{ name: string, act: () => void, height: number }} [action] the row can be chosen
 * @property {boolean} [kept] on the page of the row after it, as a paragraph's first line is with its second
 * @property {{ width: number, height: number }} [stage] room at the row's top, in its middle, for what moves by itself: a film, a mesh
 *
 * @typedef {object} Around what the panel's content is shown with
 * @property {string} locale
 * @property {number} scale of the text, 1 to 2
 * @property {ImageBitmap | null} picture a video's poster, or the panel's picture
 * @property {Record<string, HTMLImageElement>} icons right, wrong
 * @property {Map<string, boolean[][]>} codes QR modules by address
 * @property {Round} round of its quiz
 * @property {{ choose: (id: string) => void, reconsider: () => void }} quiz
 * @property {{ stage: 'film' | 'mesh' | null, caption: (() => string) | null }} media what moves, and what is said in it now
 * @property {{ whole: number, paged: number }} footer height of the buttons below, pixels: where all is on one page, and where it is not
 */
import { chosen, mark } from '../quiz.js';
import { tell } from '../panel_words.js';
import { drawQr } from '../qr.js';
import { colours, area, font } from './glass_paint.js';
import { lines, pages } from './typeset.js';

/** Pixels. 1280 over 1.4 m at 2 m are 33 a degree; 24 is what reads well. */
export const WIDE = 1280;
export const MOST = 1060;
const LEAST = 420;
export const PADDING = 64;
export const INSIDE = WIDE - 2 * PADDING;
export const CLOSE = 100;
/** A line of buttons with the space above it. */
export const ACTION = 128;
/** Letters whose capitals, two thirds as high, are 1.5 degrees. */
export const BODY = 74;
const TITLE = 88;
const LINE = 1.25;
const MEDIA = 520;
/** A picture that would have to be lower for its words to stand beside it has them on another page. */
const SMALLEST = 360;
/** Pixels below a picture. */
const BELOW = 28;
const QR = 400;
/** Between a code and its address. */
const GAP = 40;
const CAPTIONS = 2;
const MARK = 64;
/** Titles and buttons grow with the text, but not so far that a word fills a line. */
export const LARGEST = 1.25;
const LARGEST_CAPTIONS = 1.5;
const LEAST_CAPTION = 40;

/**
 * @param {PanelContent} shown @param {Around} around @param {CanvasRenderingContext2D} context measures; its font is changed
 * @returns {{ pages: Row[][], height: number }} height of the whole canvas, pixels; all pages have the same
 */
export function compose(shown, around, context) {
  const head = title(shown, around, context);
  const told = [...(shown.quiz ? quiz(shown.quiz, around, context) : []), ...sections(shown, around, context)];
  const free = MOST - 2 * PADDING - high(head);
  const first = around.media.stage || !around.picture
    ? media(shown, around, free - ACTION - 1)
    : [pictured(around.picture, shown.kind === 'image' || shown.kind === 'mesh', free - around.footer.whole - high(told), free - around.footer.paged)];
  const rows = [...head, ...first, ...told];
  const whole = high(rows) + 2 * PADDING + around.footer.whole;
  if (whole <= MOST) return { pages: [rows], height: Math.ceil(Math.max(whole, LEAST)) };
  return { pages: pages(rows, MOST - 2 * PADDING - around.footer.paged), height: MOST };
}

/** @param {Row[]} rows @returns {number} pixels */
const high = (rows) => rows.reduce((sum, { height }) => sum + height, 0);

/**
 * A picture in the panel's middle: as large as leaves the words their room beside it on one page, where that is large enough.
 * @param {ImageBitmap} picture @param {boolean} mainly the panel is there for it @param {number} beside pixels that the words leave it @param {number} alone pixels of a page without them
 * @returns {Row}
 */
function pictured(picture, mainly, beside, alone) {
  const room = (beside - BELOW >= SMALLEST ? beside : alone) - BELOW;
  const { width, height } = within(picture.width, picture.height, mainly ? room : Math.min(room, MEDIA));
  return { height: height + BELOW, draw: (on, top) => on.drawImage(picture, (WIDE - width) / 2, top, width, height) };
}

/**
 * @param {string} text @param {number} size @param {number} weight @param {number} after pixels below it
 * @param {CanvasRenderingContext2D} context @param {number} [narrower] pixels of the first lines that are taken
 * @returns {Row[]}
 */
function written(text, size, weight, after, context, narrower = 0) {
  const face = font(weight, size);
  context.font = face;
  const rows = lines(text, (part) => context.measureText(part).width, INSIDE - narrower).map((line) => ({
    height: size * LINE,
    draw: (/** @type {CanvasRenderingContext2D} */ on, /** @type {number} */ top) => {
      on.font = face;
      on.fillStyle = colours().light;
      on.fillText(line, PADDING, top + size);
    },
  }));
  const last = rows.at(-1);
  if (last) last.height += after;
  // Neither its first line nor its last stands on a page alone.
  return rows.map((row, index) => ({ ...row, kept: rows.length > 1 && (index === 0 || index === rows.length - 2) }));
}

/** @param {PanelContent} shown @param {Around} around @param {CanvasRenderingContext2D} context */
function title(shown, { scale }, context) {
  return written(shown.title, TITLE * Math.min(scale, LARGEST), 650, 24, context, CLOSE);
}

/** What moves or sounds. @param {PanelContent} shown @param {Around} around @param {number} room pixels below the title: what is said stands below what moves, on one page @returns {Row[]} */
function media(shown, { picture, media: { stage, caption }, scale }, room) {
  /** @type {Row[]} */
  const made = [];
  const size = BODY * 0.8 * Math.min(scale, LARGEST_CAPTIONS);
  const below = caption ? CAPTIONS * size * LINE + 12 : 0;
  if (stage) {
    const most = Math.min(MEDIA, room - below - 24);
    const box = within(shown.video?.width ?? INSIDE, shown.video?.height ?? most, most);
    made.push({ height: box.height + 24, stage: box, draw: (on, top) => {
      const poster = picture && within(picture.width, picture.height, most);
      if (poster) on.drawImage(picture, (WIDE - poster.width) / 2, top, poster.width, poster.height);
    } });
  }
  if (caption) {
    made.push({ height: below, draw: (on, top) => {
      on.fillStyle = colours().light;
      const set = fitting(caption(), size, below, on);
      set.lines.forEach((line, row) => on.fillText(line, PADDING, top + set.size * (1 + row * LINE)));
    } });
  }
  return made;
}

/**
 * What is said now, in smaller letters where it would not fit; what does not even then is cut at its beginning: the end is what is being said.
 * @param {string} text @param {number} size @param {number} room pixels high @param {CanvasRenderingContext2D} on its font is set
 * @returns {{ lines: string[], size: number }}
 */
function fitting(text, size, room, on) {
  on.font = font(500, size);
  const set = lines(text, (part) => on.measureText(part).width, INSIDE);
  const fit = Math.floor(room / (size * LINE));
  return set.length <= fit || size <= LEAST_CAPTION ? { lines: set.slice(-fit), size } : fitting(text, Math.max(size * 0.9, LEAST_CAPTION), room, on);
}

/** The question with an answer a row, or what is said to the one that was chosen. @param {import('../quiz.js').Quiz} asked @param {Around} around @param {CanvasRenderingContext2D} context @returns {Row[]} */
function quiz(asked, { locale, scale, icons, round, quiz: act }, context) {
  const size = BODY * scale;
  const answer = chosen(asked, round);
  if (answer) {
    const word = tell(locale, answer.correct ? 'quizRight' : 'quizWrong');
    return [
      marked(`${word}.`, icons[answer.correct ? 'right' : 'wrong'], size, 700),
      ...written(answer.feedback, size, 420, 24, context),
      choice(tell(locale, answer.correct ? 'quizBack' : 'quizAgain'), undefined, size * 0.85, context, { name: 'quizAgain', act: act.reconsider }),
    ];
  }
  return [
    ...written(asked.question, size, 650, 20, context),
    ...asked.choices.map((one) => {
      const how = mark(round, one);
      const words = how === 'open' ? one.text : `${one.text} (${tell(locale, how === 'right' ? 'quizRight' : 'quizWrong').toLowerCase()})`;
      return choice(words, how === 'open' ? undefined : icons[how], size * 0.85, context, { name: one.id, act: () => act.choose(one.id) });
    }),
  ];
}

/** @param {string} word @param {HTMLImageElement | undefined} icon @param {number} size @param {number} weight @returns {Row} */
function marked(word, icon, size, weight) {
  return { height: size * LINE + 16, draw: (on, top) => {
    if (icon) on.drawImage(icon, PADDING, top + (size * LINE - MARK) / 2, MARK, MARK);
    on.font = font(weight, size);
    on.fillStyle = colours().light;
    on.fillText(word, PADDING + MARK + 24, top + size);
  } };
}

/** @param {string} words @param {HTMLImageElement | undefined} icon @param {number} size @param {CanvasRenderingContext2D} context @param {{ name: string, act: () => void }} action @returns {Row} */
function choice(words, icon, size, context, action) {
  const face = font(600, size);
  context.font = face;
  const indent = icon ? MARK + 24 : 0;
  const set = lines(words, (part) => context.measureText(part).width, INSIDE - 64 - indent);
  const height = Math.max(set.length * size * LINE + 40, ACTION - 24);
  return { height: height + 20, action: { ...action, height }, draw: (on, top, aimed) => {
    area(on, { left: PADDING, top, width: INSIDE, height }, 24, aimed);
    if (icon) on.drawImage(icon, PADDING + 32, top + (height - MARK) / 2, MARK, MARK);
    on.font = face;
    on.fillStyle = aimed ? '#ffffff' : colours().light;
    const first = top + (height - set.length * size * LINE) / 2 + size;
    set.forEach((line, row) => on.fillText(line, PADDING + 32 + indent, first + row * size * LINE));
  } };
}

/** @param {PanelContent} shown @param {Around} around @param {CanvasRenderingContext2D} context @returns {Row[]} */
function sections(shown, { locale, scale, codes }, context) {
  const size = BODY * scale;
  return shown.sections.flatMap((section) => [
    ...(section.heading ? written(section.heading, size, 650, 8, context).map((row) => ({ ...row, kept: true })) : []),
    // What a link's panel says is its address, which stands below its code.
    ...(shown.kind === 'link' && section.actions.length ? [] : section.paragraphs.flatMap((paragraph) => written(paragraph, size, 420, 24, context))),
    ...section.facts.flatMap(({ term, value }) => written(`${term}: ${value}`, size, 420, 10, context)),
    ...section.actions.flatMap(({ href }) => takeHome(href, codes.get(href), locale, size, context)),
  ]);
}

/** No browser leaves VR: an address goes along as a code and as words. @param {string} href @param {boolean[][] | undefined} code @param {string} locale @param {number} size @param {CanvasRenderingContext2D} context @returns {Row[]} */
function takeHome(href, code, locale, size, context) {
  const { host, pathname } = new URL(href);
  const address = `${host.replace(/^www\./, '')}${pathname.replace(/\/$/, '')}`;
  const sentence = written(tell(locale, 'takeHome'), size * 0.8, 420, 20, context);
  if (!code) return [...sentence, ...written(address, size, 650, 24, context)];
  const face = font(650, size * 0.9);
  context.font = face;
  // Broken after its slashes, as one would write it down.
  const beside = lines(address.replaceAll('/', '/ '), (part) => context.measureText(part).width, INSIDE - QR - GAP);
  const fits = beside.length * size * LINE <= QR;
  const drawn = { height: QR + 20, draw: (/** @type {CanvasRenderingContext2D} */ on, /** @type {number} */ top) => {
    drawQr(on, code, PADDING, top, QR);
    if (!fits) return;
    on.font = face;
    on.fillStyle = colours().light;
    beside.forEach((line, row) => on.fillText(line.replaceAll('/ ', '/'), PADDING + QR + GAP, top + (QR - beside.length * size * LINE) / 2 + size * (1 + row * LINE)));
  } };
  return [...sentence, drawn, ...(fits ? [] : written(address, size, 650, 24, context))];
}

/** @param {number} width @param {number} height @param {number} most pixels high @returns {{ width: number, height: number }} the same shape, within the panel */
function within(width, height, most) {
  const fits = Math.min(INSIDE / width, most / height);
  return { width: width * fits, height: height * fits };
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compose, INSIDE, MOST, WIDE } from '../player/vr/glass_rows.js';

/** Letters that are half as wide as they are high. */
function context() {
  /** @type {{ left: number, top: number, width: number, height: number }[]} */
  const pictures = [];
  /** @type {{ text: string, size: number }[]} */
  const said = [];
  const size = () => Number(/ (\d+(?:\.\d+)?)px/.exec(drawn.font)?.[1]);
  const drawn = {
    font: '', fillStyle: '', pictures, said,
    measureText: (/** @type {string} */ text) => ({ width: text.length * size() * 0.5 }),
    fillText: (/** @type {string} */ text) => said.push({ text, size: size() }),
    drawImage: (/** @type {unknown} */ _, /** @type {number} */ left, /** @type {number} */ top, /** @type {number} */ width, /** @type {number} */ height) => pictures.push({ left, top, width, height }),
  };
  return /** @type {CanvasRenderingContext2D & typeof drawn} */ (/** @type {unknown} */ (drawn));
}

/** @param {Partial<import('../player/panel_content.js').PanelContent>} panel @param {string} words @param {Partial<import('../player/vr/glass_rows.js').Around>} [more] */
function composed(panel, words, more = {}) {
  const on = context();
  const shown = { id: 'a', kind: 'image', title: 'Het werkstuk', picture: null, video: null, quiz: null, mesh: null, sections: [{ heading: '', paragraphs: [words], facts: [], actions: [] }], ...panel };
  const { pages, height } = compose(/** @type {import('../player/panel_content.js').PanelContent} */ (shown), /** @type {import('../player/vr/glass_rows.js').Around} */ (/** @type {unknown} */ ({
    locale: 'nl', scale: 1, picture: { width: 640, height: 480 }, icons: {}, codes: new Map(), quiz: {}, media: { stage: null, caption: null }, footer: { whole: 0, paged: 128 }, ...more,
  })), on);
  let top = 0;
  for (const row of pages[0] ?? []) {
    row.draw(on, top, false);
    top += row.height;
  }
  return { pages, height, on, picture: on.pictures[0] ?? { left: 0, top: 0, width: 0, height: 0 } };
}

test('a photo fills its panel, in the middle', () => {
  const { picture, pages, height } = composed({}, '');
  assert.equal(pages.length, 1);
  assert.ok(height <= MOST);
  assert.ok(picture.width > INSIDE * 0.85, `${picture.width}`);
  assert.ok(Math.abs(picture.left + picture.width / 2 - WIDE / 2) < 1);
  assert.ok(Math.abs(picture.width / picture.height - 4 / 3) < 0.01);
});

test('a sentence stands whole beside a picture that is made smaller for it', () => {
  const sentence = 'Het 3D-voorwerp kan niet worden geladen. Open dit rondje later nog eens.';
  const { picture, pages, on } = composed({ kind: 'mesh' }, sentence);
  assert.equal(pages.length, 1);
  assert.equal(on.said.slice(1).map(({ text }) => text).join(' '), sentence);
  assert.ok(picture.height >= 360);
});

test('a long text has pages of its own, and none begins or ends with a line of a paragraph alone', () => {
  const { picture, pages } = composed({ kind: 'info' }, 'Leg het werkstuk klaar en zet je masker op. '.repeat(8));
  assert.equal(picture.height, 520);
  assert.equal(pages[0]?.length, 2, 'the title and the picture: one line below them would stand alone');
  assert.ok(pages.slice(1).every((page) => page.length > 1));
});

test('what is said of a failed film is told whole, in smaller letters where it must', () => {
  const sentence = 'Het geluid kan niet worden afgespeeld. Probeer een andere browser; helpt dat niet, meld het dan aan de beheerder van deze site.';
  for (const scale of [1, 1.5, 2]) {
    const { on } = composed({ kind: 'audio' }, '', { picture: null, scale, media: { stage: null, caption: () => sentence } });
    assert.equal(on.said.slice(1).map(({ text }) => text).join(' '), sentence, `${scale}`);
    assert.ok(on.said.every(({ size }) => size >= 40));
  }
});

/**
 * A mesh in a panel: its picture until it can be turned, and again, with a sentence, when it can't.
 *
 * @typedef {import('../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('./panel_content.js').MeshContent} MeshContent
 * @typedef {import('./mesh/view.js').MeshView} MeshView
 */
import { ContentError } from '../shared/content_error.js';
import { element } from './elements.js';
import { icon } from './icons.js';
import { meshSentence } from './mesh/trouble.js';
import { turned, TRIANGLES, chooseLod, zoomed } from './mesh/turning.js';
import { say } from './messages.js';
import { calm } from './motion.js';
import { tell } from './panel_words.js';
import { mayComeLater } from './trouble.js';

const STEP = 30;

/**
 * @param {MeshContent} mesh @param {string} title @param {ContentRoot} content @param {string} locale
 * @param {HTMLElement | null} picture of it, shown until it is loaded
 * @returns {{ figure: HTMLElement, remove: () => void }}
 */
export function meshElement(mesh, title, content, locale, picture) {
  const canvas = element('canvas', { class: 'mesh-canvas', tabindex: '0', role: 'application', 'aria-label': `${title}. ${tell(locale, 'meshTurn')}`, hidden: true });
  const status = element('p', { class: 'mesh-status', role: 'status' }, tell(locale, 'meshLoading'));
  const tools = element('div', { class: 'mesh-tools', hidden: true });
  const onward = element('p', { hidden: true }, element('button', { type: 'button', class: 'button', onclick: () => {
    status.tabIndex = -1;
    status.focus();          // the button is gone
    load();
  } }, say(locale, 'retry')));
  const figure = element('figure', { class: 'panel-mesh' }, picture, canvas, tools, status, onward);
  const stopping = new AbortController();
  /** @type {MeshView | null} */
  let view = null;

  const tool = (/** @type {import('./icons.js').Icon} */ drawing, /** @type {string} */ name, /** @type {string} */ label, /** @type {(shown: MeshView) => void} */ act) => {
    const button = element('button', { type: 'button', class: 'mesh-tool', 'data-tool': name, 'aria-label': label, title: label }, icon(drawing));
    button.addEventListener('click', () => view && act(view));
    return button;
  };
  const spinning = () => {
    const on = view?.spin !== 0;
    const button = element('button', { type: 'button', class: 'mesh-tool mesh-spin', 'aria-pressed': String(on) }, tell(locale, on ? 'meshStop' : 'meshSpin'));
    button.addEventListener('click', () => {
      if (!view) return;
      view.spin = on ? 0 : mesh.spin;
      view.ask();
      const next = spinning();
      button.replaceWith(next);
      next.focus();
    });
    return button;
  };

  const begin = async () => {
    const lod = chooseLod(mesh.lods, TRIANGLES.flat);
    if (!lod) throw new TypeError('a mesh without lods');
    const [{ loadMesh }, { MeshView }] = await Promise.all([import('./mesh/load.js'), import('./mesh/view.js')]).catch(() => {
      throw new ContentError('unreachable', 'the code that shows meshes');
    });
    const loaded = await loadMesh(content, lod.glb, stopping.signal);
    try {
      view = new MeshView(canvas, loaded, calm() ? 0 : mesh.spin);
    } catch {
      loaded.dispose();
      status.textContent = tell(locale, 'meshNoWebGL');
      return;
    }
    await view.ready();
    if (stopping.signal.aborted) return;
    picture?.remove();
    canvas.hidden = false;
    tools.replaceChildren(
      tool('again', 'meshLeft', tell(locale, 'meshLeft'), (shown) => shown.lay(turned(shown.turn, -STEP, 0))),
      tool('turnRight', 'meshRight', tell(locale, 'meshRight'), (shown) => shown.lay(turned(shown.turn, STEP, 0))),
      tool('plus', 'closer', say(locale, 'closer'), (shown) => shown.lay(zoomed(shown.turn, 1.25))),
      tool('minus', 'further', say(locale, 'further'), (shown) => shown.lay(zoomed(shown.turn, 0.8))),
      ...(mesh.spin === 0 ? [] : [spinning()]));
    tools.hidden = false;
    status.textContent = tell(locale, 'meshTurn');
    figure.dataset.mesh = String(lod.triangles);
  };
  const load = () => {
    onward.hidden = true;
    status.setAttribute('role', 'status');
    status.textContent = tell(locale, 'meshLoading');
    begin().catch((error) => {
      if (stopping.signal.aborted) return;
      console.warn(`Kijkkamer: mesh: ${String(error)}`);
      status.setAttribute('role', 'alert');
      status.textContent = meshSentence(error, locale);
      onward.hidden = !mayComeLater(error);
    });
  };
  load();

  return { figure, remove: () => {
    stopping.abort();
    view?.dispose();
    view = null;
  } };
}

/**
 * In a room's form: the field that holds the id of another scene becomes a list of the scenes by title. The field itself stays
 * and is what is sent, so that a form without scripts works too.
 */

/** @returns {{ id: string, title: string }[]} the scenes of the form in their order, without removed ones */
function scenes() {
  return [...document.querySelectorAll('input[type="hidden"][name$="-type"][value="scene"]')].flatMap((type) => {
    const prefix = /** @type {HTMLInputElement} */ (type).name.replace(/-type$/, '');
    if (!/^scenes-\d+$/.test(prefix)) return []; // hotspots of kind "scene" have the same type
    const id = field(`${prefix}-id`);
    if (!id?.value || field(`${prefix}-deleted`)?.value) return [];
    const number = Number(prefix.replace('scenes-', '')) + 1;
    return [{ id: id.value, title: field(`${prefix}-value-title`)?.value || `#${number}` }];
  });
}

/** @param {string} name @returns {HTMLInputElement | null} */
function field(name) {
  return document.querySelector(`[name="${CSS.escape(name)}"]`);
}

/** @param {HTMLInputElement} input */
function dress(input) {
  const list = document.createElement('select');
  list.setAttribute('aria-label', input.getAttribute('aria-label') ?? input.labels?.[0]?.textContent?.trim() ?? '');
  const fill = () => {
    const known = scenes();
    const options = [['', '—'], ...known.map(({ id, title }) => [id, title])];
    if (input.value && !known.some(({ id }) => id === input.value)) options.push([input.value, `? ${input.value}`]);
    list.replaceChildren(...options.map(([value, title]) => new Option(title, value, false, value === input.value)));
  };
  list.addEventListener('focus', fill);
  list.addEventListener('pointerenter', fill);
  list.addEventListener('change', () => {
    input.value = list.value;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
  input.hidden = true;
  input.after(list);
  input.dataset.sceneLink = 'list';
  fill();
}

/** Dress what is there and what is added later. */
export function watchSceneLinks() {
  const all = () => {
    for (const input of document.querySelectorAll('input[data-scene-link=""]')) dress(/** @type {HTMLInputElement} */ (input));
  };
  all();
  new MutationObserver(all).observe(document.body, { childList: true, subtree: true });
}

/**
 * The media library in the admin: uploads with a progress bar each, and how far packaging is, asked every two seconds as long as
 * something is going on.
 *
 * @typedef {{ id: number, state: string, label: string, final: boolean, per_cent: number, progress: string, message: string,
 *             kind: string, poster: string, cancel_url: string, again_url: string }} Status
 * @typedef {Status & { title: string, edit_url: string }} Uploaded
 */
import { uploads } from './uploads.js';
import { watchSceneLinks } from './scene_links.js';

const EVERY_MS = 2000;

/** @param {Element} box @param {Status} status */
export function show(box, status) {
  box.className = `asset-state asset-state--${status.state}`;
  box.toggleAttribute('data-final', status.final);
  const bar = /** @type {HTMLProgressElement} */ (box.querySelector('progress'));
  bar.hidden = status.final || !status.progress;
  bar.value = status.per_cent;
  bar.setAttribute('aria-valuetext', status.progress);
  text(box, '[data-label]', status.label);
  text(box, '[data-progress]', status.final ? '' : status.progress);
  text(box, '[data-message]', status.message);
  button(box, 'cancel_url', status.cancel_url);
  button(box, 'again_url', status.again_url);
}

/** Only what has changed, so that a screen reader says nothing twice. @param {Element} box @param {string} part @param {string} words */
function text(box, part, words) {
  const found = box.querySelector(part);
  if (found && found.textContent !== words) found.textContent = words;
}

/** Shows or hides a button, by the address that it would send to. @param {Element} box @param {string} which @param {string} url */
function button(box, which, url) {
  const form = /** @type {HTMLFormElement | null} */ (box.querySelector(`form[data-press="${which}"]`));
  if (!form) return;
  form.hidden = !url;
  form.action = url;
}

/** A press of "cancel" or "try again": sent without leaving the page, and its answer shown. @param {SubmitEvent} event */
async function press(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.dataset.press) return;
  event.preventDefault();
  const pressed = /** @type {HTMLButtonElement} */ (form.querySelector('button'));
  pressed.disabled = true;
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new FormData(form), headers: { Accept: 'application/json' } });
    if (!answer.ok) throw new Error(`answer ${answer.status}`);
    update(await answer.json());
  } catch {
    form.submit(); // the page that comes says what is wrong
  } finally {
    pressed.disabled = false;
  }
}

/** @param {string} url */
async function poll(url) {
  const boxes = [...document.querySelectorAll('[data-asset-state]:not([data-final])')];
  if (boxes.length && !document.hidden) {
    const ids = boxes.map((box) => box.getAttribute('data-asset-state'));
    try {
      const answer = await fetch(`${url}?ids=${ids.join(',')}`, { headers: { Accept: 'application/json' } });
      if (answer.ok) {
        /** @type {{ assets: Status[] }} */
        const { assets } = await answer.json();
        for (const status of assets) update(status);
      }
    } catch {
      // no connection for a moment: the next round asks again
    }
  }
  window.setTimeout(() => void poll(url), EVERY_MS);
}

/** @param {Status} status */
function update(status) {
  for (const box of document.querySelectorAll(`[data-asset-state="${status.id}"]`)) show(box, status);
  if (!status.poster) return;
  for (const image of document.querySelectorAll(`img[data-asset-poster="${status.id}"]`)) {
    image.removeAttribute('hidden');
    if (image.getAttribute('src') !== status.poster) image.setAttribute('src', status.poster);
  }
}

const script = document.getElementById('library-script');
document.addEventListener('submit', (event) => void press(event));
if (script?.dataset.progressUrl) void poll(script.dataset.progressUrl);
uploads(show);
watchSceneLinks();

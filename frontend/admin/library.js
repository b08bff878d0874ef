/**
 * The media library in the admin: uploads with a progress bar each, and how far packaging is, asked every two seconds as long as
 * something is going on.
 *
 * @typedef {{ id: number, state: string, label: string, final: boolean, per_cent: number, progress: string, message: string,
 *             kind: string, poster: string }} Status
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
  text(box, '[data-label]', status.label);
  text(box, '[data-per-cent]', status.final ? '' : status.progress);
  text(box, '[data-message]', status.message);
}

/** Only what has changed, so that a screen reader says nothing twice. @param {Element} box @param {string} part @param {string} words */
function text(box, part, words) {
  const found = box.querySelector(part);
  if (found && found.textContent !== words) found.textContent = words;
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
if (script?.dataset.progressUrl) void poll(script.dataset.progressUrl);
uploads(show);
watchSceneLinks();

/**
 * The button below a sentence about what could not be had: opens the page anew as soon as it can be, also by itself when the network is back.
 * Without a network a browser would put a page of its own in this one's place, and the sentence would be gone.
 */
import { element } from './elements.js';
import { say } from './messages.js';

/** ms that the page may take to answer before it is called away. */
const PATIENCE = 10_000;

/** @param {string} locale @param {(trying: boolean) => void} tell is called when it begins to try, and when that was in vain @returns {HTMLButtonElement} */
export function againButton(locale, tell) {
  let trying = false;
  const again = async () => {
    if (trying || !button.isConnected) return;
    trying = true;
    tell(true);
    const there = await fetch(window.location.href, { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) }).then(({ ok }) => ok, () => false);
    trying = false;
    if (there) window.location.reload();
    else tell(false);
  };
  const button = element('button', { type: 'button', class: 'button', 'data-tool': 'again', onclick: () => void again() }, say(locale, 'retry'));
  window.addEventListener('online', () => void again());
  return button;
}

/** @param {unknown} error @returns {boolean} whether another try may help: what is not there stays away */
export function worthAnotherTry(error) {
  return /** @type {{ reason?: string } | null} */ (error)?.reason !== 'absent';
}

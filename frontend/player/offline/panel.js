/**
 * The panel "On this device" of a room, or the reason why nothing can be kept here.
 *
 * @typedef {import('../player.js').Player} Player
 */
import { element } from '../elements.js';
import { roomAddress } from '../addresses.js';
import { holding } from './holding.js';
import { Keeping } from './keeping.js';
import { canKeep } from './records.js';
import { shelf } from './shelf.js';
import { tell } from './words.js';

/** One for the page, so that keeping goes on while the panel is closed. @type {Keeping | null} */
let keeping = null;

/** @param {Player} player @returns {Keeping | null} null where this page keeps nothing */
export function keepingOf(player) {
  const { worker } = player.config;
  if (worker && canKeep()) keeping ??= new Keeping(player.content, worker);
  return keeping;
}

/** @param {Player} player @param {HTMLElement} from gets the focus back */
export function openKeepPanel(player, from) {
  const { locale, panel, config, page } = player;
  const home = config.home ?? config;
  panel.fill(locale, tell(locale, 'title'), '', () => [body(player)], from);

  /** @param {Player} player @returns {HTMLElement} */
  function body({ manifest, manifestRef }) {
    const keeper = keepingOf(player);
    if (!keeper) return element('p', {}, tell(locale, window.isSecureContext ? 'unable' : 'insecure'));
    const atHand = manifest && manifestRef?.sha256 ? { manifest, ref: { path: manifestRef.path, sha256: manifestRef.sha256 } } : null;
    return shelf({
      keeping: keeper, locale, atHand, announce: (sentence) => page.announce(sentence), whole: () => void playFromHere(player),
      address: (kept) => roomAddress(home, new URL(home.content_url, document.baseURI).href, kept.content, kept.id, locale),
    });
  }
}

/** From now on the room at hand comes from this device: the network may go at once. @param {Player} player */
async function playFromHere(player) {
  const { content, manifestRef, config: { worker } } = player;
  if (!worker || !manifestRef) return;
  content.holding = (ref) => holding(content, ref, worker.scope);
  const manifest = await content.room(manifestRef).catch(() => null);
  if (manifest && player.manifestRef === manifestRef) player.manifest = manifest;
}

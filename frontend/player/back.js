/**
 * Back and Forward of the browser, and "Terug" in a headset: they lead to the room and scene of the address. Where there is no way, or nobody
 * wants in, the visitor stays where they are, and so does the address.
 *
 * @typedef {import('./player.js').Player} Player
 * @typedef {import('./player.js').Place} Place
 */
import { contentSentence, isAway } from './trouble.js';
import { setOut, stay } from './ways.js';

/**
 * @param {Player} player
 * @param {() => Promise<{ place: Place | null, scene: string | null }>} asked what the address asks for now
 * @param {(error: unknown) => Promise<void>} failed is told when there is nothing to stay at
 */
export function followHistory(player, asked, failed) {
  const { page } = player;
  window.addEventListener('popstate', async (event) => {
    if (!page.main.isConnected) return window.location.reload();          // a list of rooms stands in its place
    const places = page.steps - page.step;
    if (places === 0) {
      // Back again before there was a way, or because there was none. Who went on by a disc meanwhile is on that way.
      if (player.journey.toward instanceof PopStateEvent && player.journey.begin(event)) player.journey.end();
      if (!player.scene) window.location.reload();
      return;
    }
    const still = setOut(player, event);
    if (!still) return;
    const to = page.steps;
    try {
      const { place, scene } = await asked();
      if (!place || !still()) return;
      const entered = () => { page.step = to; };
      if (!await player.enterRoom(place, { scene, arrive: history.state?.view, still, entered })) history.go(-places);
    } catch (error) {
      player.fail(String(error));
      if (!still()) return;
      if (!player.scene) return failed(error);
      history.go(-places);
      if (isAway(error)) return stay(player, () => history.go(places));
      player.notice(contentSentence(error, 'manifest', player.locale));
    }
  });
}

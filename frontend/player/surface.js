/**
 * window.kijkkamer: what tests and the curious may read of a running player. Nothing in the product depends on it.
 *
 *   ready     true once a picture is painted (preview, poster or tier), or once a failure stands on the page
 *   settled   true once the sharpest picture that pays is painted
 *   room      id of the room, or null
 *   scene     id of the scene, or null
 *   locale    language that is shown
 *   view      {yaw, pitch, fov} in degrees, fov horizontal as drawn
 *   tier      width in pixels of the painted tier, 0 while it is the preview or the poster
 *   picture   'nothing' | 'preview' | 'poster' | 'tier', what is painted on the sphere
 *   open      id of the hotspot whose panel is open, on the page or in VR, or null
 *   hotspots  ids of the scene's hotspots, in tab order
 *   presenting  whether a headset shows the room
 *   aimed     what a controller points at: id of a hotspot, or 'close', 'play', 'pause', 'pageOn', 'pageBack' on a panel; or null
 *   errors    sentences for developers, in order
 *   setView({yaw, pitch, fov})  looks there at once; what is left out stays
 *   hotspotAt(x, y)  id of the hotspot under a point of the page, CSS pixels, or null
 *
 * @typedef {import('./player.js').Player} Player
 * @typedef {import('../shared/formats.js').View} View
 */

/** @param {Player} player */
export function showSurface(player) {
  const surface = {
    get ready() { return player.ready; },
    get settled() { return player.settled; },
    get room() { return player.manifest?.id ?? null; },
    get scene() { return player.scene?.id ?? null; },
    get locale() { return player.locale; },
    get view() { return { ...player.view }; },
    get tier() { return player.backdrop?.width ?? 0; },
    get picture() { return player.backdrop?.sharpness ?? 'nothing'; },
    get open() { return player.open?.spot.id ?? null; },
    get hotspots() { return player.spots.entries.map(({ spot }) => spot.id); },
    get presenting() { return player.headset !== null; },
    get aimed() { return player.headset?.aimed ?? null; },
    get errors() { return [...player.errors]; },
    setView: (/** @type {Partial<View>} */ view) => player.look({ ...player.view, ...view }),
    hotspotAt(/** @type {number} */ x, /** @type {number} */ y) {
      const button = document.elementFromPoint(x, y)?.closest('[data-spot]');
      return button instanceof HTMLElement && !button.classList.contains('away') ? button.dataset.spot ?? null : null;
    },
  };
  Object.defineProperty(window, 'kijkkamer', { value: Object.freeze(surface), configurable: true });
}

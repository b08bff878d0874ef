/**
 * The service worker, seen from the page: started with the first room that is kept, stopped when none is left.
 *
 * @typedef {{ script: string, scope: string }} WorkerConfig addresses, as the page names them
 */

/** Whether this very page came out of the cache, because the site could not be reached. */
export const FROM_CACHE = /\/shell\/[0-9a-f]+\//.test(import.meta.url);

/**
 * @param {WorkerConfig} config
 * @returns {Promise<void>} when the worker has the player's own files and answers
 * @throws {Error} where it cannot get them
 */
export async function startWorker({ script, scope }) {
  const registration = await navigator.serviceWorker.register(script, { scope });
  const starting = registration.installing ?? registration.waiting;
  if (!starting) return;
  await new Promise((resolve, reject) => {
    const look = () => {
      if (starting.state === 'activated') resolve(undefined);
      else if (starting.state === 'redundant') (registration.active ? resolve : reject)(new Error('the player itself could not be kept'));
    };
    starting.addEventListener('statechange', look);
    look();
  });
}

/** After the last room is gone: no worker, no caches. @param {WorkerConfig} config */
export async function stopWorker({ scope }) {
  const registration = await navigator.serviceWorker.getRegistration(scope);
  await registration?.unregister();
  await Promise.all((await caches.keys()).filter((name) => name.startsWith('kijkkamer-')).map((name) => caches.delete(name)));
}

/**
 * Rooms that a closed tab left half go on by themselves, once the room at hand is there.
 * @param {import('../player.js').Player} player
 */
export async function goOnKeeping(player) {
  if (!navigator.serviceWorker?.controller || FROM_CACHE) return;
  const { keepingOf } = await import('./panel.js');
  await keepingOf(player)?.resume();
}

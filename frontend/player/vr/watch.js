/**
 * What a headset tells beside frames: it sleeps, another window lies over the room, somebody asked the system to recentre.
 *
 * @typedef {object} Told
 * @property {(hidden: boolean) => void} hidden whether the room is out of sight, or dimmed behind another window
 * @property {() => void} reset the headset's space got a new middle
 * @property {() => void} ended
 */

/** @param {XRSession} session @param {XRReferenceSpace | null} space @param {Told} told @returns {() => void} stops listening */
export function watch(session, space, told) {
  let hidden = false;
  const visibility = () => {
    const now = session.visibilityState !== 'visible';
    if (now !== hidden) told.hidden(now);
    hidden = now;
  };
  const stop = () => {
    session.removeEventListener('visibilitychange', visibility);
    session.removeEventListener('end', end);
    space?.removeEventListener('reset', told.reset);
  };
  const end = () => {
    stop();
    told.ended();
  };
  session.addEventListener('visibilitychange', visibility);
  session.addEventListener('end', end);
  space?.addEventListener('reset', told.reset);
  return stop;
}

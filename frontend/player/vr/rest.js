/**
 * A headset that sleeps, or shows another window over the room: what sounds is held, and goes on when somebody looks again.
 *
 * @typedef {import('../player.js').Player} Player
 */
export class Rest {
  /** @param {Player} player @param {import('./glass.js').Glass} glass */
  constructor(player, glass) {
    this.player = player;
    this.glass = glass;
    /** What played on the panel. @type {HTMLMediaElement | null} */
    this.held = null;
  }

  begin() {
    this.player.live.holds.add('hidden');
    const media = this.glass.playing?.media;
    this.held = media && !media.paused ? media : null;
    media?.pause();
  }

  end() {
    this.player.live.holds.lift('hidden');
    this.held?.play().catch(() => undefined);
    this.held = null;
  }
}

/**
 * The hotspot that is open: its panel on the page or, in a headset, on the glass.
 *
 * @typedef {import('./player.js').Player} Player
 * @typedef {import('../shared/formats.js').Hotspot} Hotspot
 */
import { soon } from './coming.js';
import { say } from './messages.js';
import { describe, spokenText } from './panel_content.js';

export class OpenHotspot {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    /** One for each time that a hotspot is opened: what comes late for an earlier one is dropped. @type {{ spot: Hotspot } | null} */
    this.now = null;
  }

  /** @param {Hotspot} spot @param {HTMLElement | null} from gets the focus back */
  async show(spot, from) {
    const now = this.now = { spot };
    if (spot.kind !== 'activity') return this.put(spot, null, from);
    const sectors = this.sectors();
    const found = await soon(sectors);
    if (this.now !== now) return;
    await this.put(spot, found, from);
    if (found !== undefined) return;
    const late = await sectors;
    if (this.now === now) await this.put(spot, late, from);
  }

  /** @param {Hotspot} spot @param {Parameters<typeof describe>[3]} sectors @param {HTMLElement | null} from */
  async put(spot, sectors, from) {
    const { player } = this;
    if (!player.manifest) return;
    const content = describe(spot, player.manifest, player.locale, sectors);
    if (content.video || content.audio) player.live.holds.add('panel');
    if (!player.headset) return player.panel.show(content, player.locale, from);
    await player.headset.openPanel(content, spot);
    // Nobody sees the page now; who listens to it, or watches along, hears what was opened.
    player.page.announce(say(player.locale, 'opened', { title: content.title, body: spokenText(content) }));
  }

  /** It stays open, in the other words. */
  async translate() {
    const { player, now } = this;
    const { manifest, headset, panel } = player;
    if (!now || !manifest) return headset ? undefined : panel.translate(player.locale);
    const { spot } = now;
    const sectors = spot.kind === 'activity' ? await this.sectors() : null;
    if (this.now !== now) return;
    const content = describe(spot, manifest, player.locale, sectors);
    if (headset) await headset.openPanel(content, spot);
    else panel.show(content, player.locale, null);
  }

  /** What activities are looked up in; null when it cannot be had. */
  sectors() {
    return this.player.content.sectors().catch((error) => {
      this.player.fail(String(error));
      return null;
    });
  }

  close() {
    this.player.panel.close();
    this.player.headset?.closePanel();
    this.closed();
  }

  /** Its panel is gone: what it held goes on. */
  closed() {
    this.now = null;
    this.player.live.holds.lift('panel');
  }
}

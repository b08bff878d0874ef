/**
 * What is said about keeping rooms, in Dutch and English; loaded with the parts that say it.
 *
 * @typedef {keyof typeof NL} OfflineMessage
 */
import { filled, spoken } from '../spoken.js';

const NL = {
  title: 'Op dit apparaat',
  lead: 'Een kamer die je bewaart, doet het ook zonder internet.',
  thisRoom: 'Deze kamer',
  keep: 'Bewaar op dit apparaat',
  takes: 'De kamer neemt {size} in.',
  kept: 'Deze kamer is bewaard en doet het zonder internet.',
  partly: '{done} van {total} is er. De kamer doet het nog niet zonder internet.',
  newer: 'Er is een nieuwere versie van deze kamer. Zonder internet zie je de versie die bewaard is.',
  refetch: 'Bewaar de nieuwe versie',
  goOn: 'Ga verder',
  busy: 'Bezig: {done} van {total}',
  elsewhere: 'Wacht tot {title} bewaard is.',
  stop: 'Stop',
  done: '{title} is bewaard op dit apparaat.',
  remove: 'Verwijder',
  removeNamed: 'Verwijder {title}',
  removed: '{title} staat niet meer op dit apparaat.',
  removeAll: 'Verwijder alles',
  allRemoved: 'Er is niets meer bewaard op dit apparaat.',
  keptRooms: 'Bewaarde kamers',
  otherRooms: 'Ook bewaard',
  none: 'Er is nog geen kamer bewaard. Open een kamer en kies daar Bewaar op dit apparaat.',
  noneOffline: 'Er is geen kamer bewaard op dit apparaat. Zorg voor internet en ververs de pagina.',
  space: 'In gebruik: {used}. Vrij volgens je browser: {free}.',
  size: '{size}, doet het zonder internet',
  open: 'Bekijk',
  openNamed: 'Bekijk {title}',
  noSpace: 'Er is te weinig ruimte op dit apparaat: nodig is {needed}, vrij is {free}. Verwijder hieronder een kamer, of maak ruimte op het apparaat.',
  noSpaceUnknown: 'Er is te weinig ruimte op dit apparaat: nodig is {needed}. Verwijder hieronder een kamer, of maak ruimte op het apparaat.',
  lost: 'De verbinding is weg. Wat er al is, blijft staan; het bewaren gaat vanzelf verder als er weer internet is.',
  damaged: 'Een bestand van deze kamer is beschadigd aangekomen en is niet bewaard. Probeer het opnieuw; helpt dat niet, meld het dan aan de beheerder van deze site.',
  absent: 'Een bestand van deze kamer ontbreekt op de site. Meld het aan de beheerder van deze site.',
  failed: 'De kamer kan niet worden bewaard. Ververs de pagina en probeer het opnieuw.',
  insecure: 'Deze pagina staat op een http-adres. Bewaren kan alleen op een https-adres, en VR ook. Vraag je docent om het https-adres.',
  unable: 'Deze browser kan geen kamers bewaren. Gebruik een nieuwere browser, en geen privévenster.',
  offline: 'Je bent offline. Deze kamers staan op dit apparaat.',
  offlineRoom: 'Je bent offline, en deze kamer is niet bewaard op dit apparaat. Kies een kamer die wel bewaard is.',
  rooms: 'Kijk rond op het werk',
  choose: 'Kies een kamer. Kijk rond in je browser of met een VR-bril.',
  noRooms: 'Hier zijn nog geen kamers.',
  minutes: '{minutes} minuten',
  language: 'Taal',
  allRooms: 'Alle kamers',
};

/** @type {Record<OfflineMessage, string>} */
const EN = {
  title: 'On this device',
  lead: 'A room that you keep works without internet too.',
  thisRoom: 'This room',
  keep: 'Keep on this device',
  takes: 'The room takes {size}.',
  kept: 'This room is kept and works without internet.',
  partly: '{done} of {total} is here. The room does not work without internet yet.',
  newer: 'There is a newer version of this room. Without internet you see the one that is kept.',
  refetch: 'Keep the new version',
  goOn: 'Continue',
  busy: 'Busy: {done} of {total}',
  elsewhere: 'Wait until {title} is kept.',
  stop: 'Stop',
  done: '{title} is kept on this device.',
  remove: 'Remove',
  removeNamed: 'Remove {title}',
  removed: '{title} is no longer on this device.',
  removeAll: 'Remove all',
  allRemoved: 'Nothing is kept on this device any more.',
  keptRooms: 'Rooms that are kept',
  otherRooms: 'Also kept',
  none: 'No room is kept yet. Open a room and choose Keep on this device there.',
  noneOffline: 'No room is kept on this device. Find a network and reload the page.',
  space: 'In use: {used}. Free, says your browser: {free}.',
  size: '{size}, works without internet',
  open: 'View',
  openNamed: 'View {title}',
  noSpace: 'There is too little space on this device: {needed} is needed, {free} is free. Remove a room below, or make space on the device.',
  noSpaceUnknown: 'There is too little space on this device: {needed} is needed. Remove a room below, or make space on the device.',
  lost: 'The connection is gone. What is here stays; keeping goes on by itself once there is internet.',
  damaged: 'A file of this room arrived damaged and was not kept. Try again; if that does not help, please tell this site’s administrator.',
  absent: 'A file of this room is missing on the site. Please tell this site’s administrator.',
  failed: 'The room cannot be kept. Reload the page and try again.',
  insecure: 'This page has an http address. Keeping works on https addresses only, and so does VR. Ask your teacher for the https address.',
  unable: 'This browser cannot keep rooms. Use a newer browser, and no private window.',
  offline: 'You are offline. These rooms are on this device.',
  offlineRoom: 'You are offline, and this room is not kept on this device. Choose one that is.',
  rooms: 'Look around at work',
  choose: 'Choose a room. Look around in your browser or with a VR headset.',
  noRooms: 'There are no rooms here yet.',
  minutes: '{minutes} minutes',
  language: 'Language',
  allRooms: 'All rooms',
};

/** @param {string} locale @param {OfflineMessage} message @param {Record<string, string | number>} [values] @returns {string} */
export function tell(locale, message, values = {}) {
  return filled({ nl: NL, en: EN }, locale, message, values);
}

/** @param {number} bytes @param {string} locale @returns {string} such as "34 MB" or "1,2 GB" */
export function amount(bytes, locale) {
  const giga = bytes >= 1e9;
  const value = giga ? bytes / 1e9 : Math.max(bytes / 1e6, 0.1);
  return `${new Intl.NumberFormat(spoken(locale), { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)} ${giga ? 'GB' : 'MB'}`;
}

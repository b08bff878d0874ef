/** @returns {boolean} whether the reader asked the browser to save data; Safari and Firefox never say so */
export function saving() {
  return /** @type {{ connection?: { saveData?: boolean } }} */ (navigator).connection?.saveData === true;
}

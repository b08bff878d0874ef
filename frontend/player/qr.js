/**
 * An address as a QR code, to take home from a headset with a phone's camera. The drawing library is loaded only when one is needed.
 */

/** Light modules around a code, without which no camera finds it. */
const QUIET = 4;

/** @param {string} text @returns {Promise<boolean[][]>} rows of modules, true = dark; without the quiet edge @throws RangeError when the text is too long for any code */
export async function qrModules(text) {
  const { default: qrcode } = await import('qrcode-generator');
  const code = qrcode(0, 'M');
  code.addData(text, 'Byte');
  try {
    code.make();
  } catch (error) {
    throw new RangeError(`too long for a QR code: ${text.length} characters`, { cause: error });
  }
  const count = code.getModuleCount();
  return Array.from({ length: count }, (_, row) => Array.from({ length: count }, (_, column) => code.isDark(row, column)));
}

/**
 * Dark on light, as every camera expects, whatever the panel's colours.
 * @param {CanvasRenderingContext2D} context @param {boolean[][]} modules @param {number} left @param {number} top @param {number} side with the quiet edge, pixels
 */
export function drawQr(context, modules, left, top, side) {
  const step = side / (modules.length + 2 * QUIET);
  context.fillStyle = '#ffffff';
  context.fillRect(left, top, side, side);
  context.fillStyle = '#000000';
  for (const [row, cells] of modules.entries()) {
    for (const [column, dark] of cells.entries()) {
      // Whole pixels, or grey seams would run between modules.
      const [x, y] = [Math.round(left + (column + QUIET) * step), Math.round(top + (row + QUIET) * step)];
      if (dark) context.fillRect(x, y, Math.round(left + (column + QUIET + 1) * step) - x, Math.round(top + (row + QUIET + 1) * step) - y);
    }
  }
}

/**
 * Gives back what a part of the scene holds on the graphics card.
 */

/** @param {import('three').Object3D} part */
export function dispose(part) {
  part.removeFromParent();
  part.traverse((object) => {
    const { geometry, material } = /** @type {{ geometry?: import('three').BufferGeometry, material?: import('three').Material | import('three').Material[] }} */ (/** @type {unknown} */ (object));
    geometry?.dispose();
    for (const one of [material ?? []].flat()) {
      /** @type {{ map?: import('three').Texture | null }} */ (one).map?.dispose();
      one.dispose();
    }
  });
}

/**
 * The panorama around the viewer: one mesh an eye, painted first with the preview, then with ever sharper tiers.
 *
 * @typedef {import('../shared/formats.js').Panorama} Panorama
 * @typedef {import('../shared/formats.js').Pose} Pose
 * @typedef {import('../shared/formats.js').Ref} Ref
 * @typedef {import('../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('./stage.js').Stage} Stage
 */
import { BufferAttribute, BufferGeometry, ClampToEdgeWrapping, LinearFilter, Mesh, MeshBasicMaterial, RepeatWrapping, SRGBColorSpace, Texture } from 'three';
import { poseEuler } from '../shared/projection.js';
import { sphere } from './sphere.js';
import { tierSteps } from './tiers.js';

/** What is painted now, from coarse to sharp. @typedef {'nothing' | 'preview' | 'poster' | 'tier'} Sharpness */

export class Backdrop {
  /** @param {Stage} stage @param {ContentRoot} content */
  constructor(stage, content) {
    this.stage = stage;
    this.content = content;
    this.material = new MeshBasicMaterial({ toneMapped: false });
    this.left = new Mesh(new BufferGeometry(), this.material);
    this.right = new Mesh(new BufferGeometry(), this.material);
    for (const mesh of [this.left, this.right]) {
      mesh.frustumCulled = false;
      mesh.renderOrder = -1;
      mesh.visible = false;
      stage.world.add(mesh);
    }
    // three.js shows layer 1 to the left eye of a headset, layer 2 to the right; the stage's flat camera sees 0 and 1.
    this.right.layers.set(2);
    /** @type {Panorama | null} */
    this.asset = null;
    /** @type {Sharpness} */
    this.sharpness = 'nothing';
    /** Width of the painted tier, pixels; 0 before the first. */
    this.width = 0;
    this.loading = new AbortController();
  }

  /** Before another scene: nothing of the old one may arrive later. */
  clear() {
    this.loading.abort();
    this.loading = new AbortController();
    this.asset = null;
    this.sharpness = 'nothing';
    this.width = 0;
    this.left.visible = this.right.visible = false;
    this.material.map?.dispose();
    this.material.map = null;
    this.stage.redraw();
  }

  /**
   * @param {Panorama} asset @param {Pose} pose
   * @returns {Promise<void>} when the tiny first picture is painted
   */
  async place(asset, pose) {
    this.clear();
    const { signal } = this.loading;
    this.asset = asset;
    const euler = poseEuler(pose);
    for (const [mesh, eye] of /** @type {[Mesh, 0 | 1][]} */ ([[this.left, 0], [this.right, 1]])) {
      const { positions, coordinates, triangles } = sphere(asset.coverage, asset.stereo, eye);
      mesh.geometry.dispose();
      mesh.geometry = new BufferGeometry();
      mesh.geometry.setAttribute('position', new BufferAttribute(positions, 3));
      mesh.geometry.setAttribute('uv', new BufferAttribute(coordinates, 2));
      mesh.geometry.setIndex(new BufferAttribute(triangles, 1));
      mesh.rotation.set(euler.x, euler.y, euler.z, euler.order);
    }
    this.left.layers.set(asset.stereo === 'mono' ? 0 : 1);
    if (asset.preview) {
      const image = new Image();
      image.src = asset.preview;
      await image.decode().then(() => {
        if (!signal.aborted) this.paint(image, 'preview', 0);
      }, () => undefined);       // a broken preview costs a blink, the poster follows
    }
  }

  /**
   * Loads what is sharper than what is painted, up to what pays.
   * @param {number} needed pixels for 360° (tiers.neededWidth)
   * @param {(error: unknown, what: Ref) => void} failed is told of each picture that could not be had
   */
  async sharpen(needed, failed) {
    const { asset } = this;
    const { signal } = this.loading;
    if (!asset) return;
    const covered = (needed * (asset.coverage.yaw[1] - asset.coverage.yaw[0])) / 360;
    const load = async (/** @type {Ref} */ ref) => {
      try {
        const blob = await this.content.blob(ref, signal);
        const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
        if (!signal.aborted) return bitmap;
        bitmap.close();
      } catch (error) {
        if (!signal.aborted) failed(error, ref);
      }
      return null;
    };
    for (const tier of tierSteps(asset.tiers, covered, this.stage.maxTexture, asset.stereo)) {
      if (signal.aborted) return;
      if (tier.width <= this.width) continue;
      const bitmap = await load(tier.image);
      if (bitmap) this.paint(bitmap, 'tier', tier.width);
    }
    if (signal.aborted || this.sharpness === 'tier') return;
    // A poster may be the whole panorama, small, or a framed view of it: only the first can be painted on a sphere.
    const poster = await load(asset.poster);
    if (poster && sameShape(poster, asset)) this.paint(poster, 'poster', 0);
    else poster?.close();
  }

  /** @param {ImageBitmap | HTMLImageElement} image @param {Sharpness} sharpness @param {number} width */
  paint(image, sharpness, width) {
    const old = this.material.map;
    const texture = new Texture(image);
    texture.flipY = false;                 // v runs from the top down, as in the formats
    texture.colorSpace = SRGBColorSpace;
    texture.generateMipmaps = false;       // the tier is chosen to fit the screen; mipmaps would cost a third more memory
    texture.minFilter = texture.magFilter = LinearFilter;
    const whole = this.asset && this.asset.coverage.yaw[1] - this.asset.coverage.yaw[0] >= 360 && this.asset.stereo !== 'left-right';
    texture.wrapS = whole ? RepeatWrapping : ClampToEdgeWrapping;      // no seam at the back
    texture.onUpdate = () => {
      if (image instanceof ImageBitmap) image.close();                 // 32 MB of a 4096 tier, now on the graphics card
      texture.onUpdate = null;
    };
    texture.needsUpdate = true;
    this.material.map = texture;
    this.material.needsUpdate = !old;
    old?.dispose();
    this.left.visible = true;
    this.right.visible = this.asset?.stereo !== 'mono';
    this.sharpness = sharpness;
    this.width = width;
    this.stage.redraw();
  }

  /** @param {number} light 0 = dark, 1 = as the picture is */
  dim(light) {
    this.material.color.setScalar(light);
    this.stage.redraw();
  }
}

/** @param {ImageBitmap} image @param {Panorama} asset @returns {boolean} whether the image holds all that the panorama covers, of both eyes */
function sameShape(image, asset) {
  const wide = asset.width * (asset.stereo === 'left-right' ? 2 : 1);
  const high = asset.height * (asset.stereo === 'top-bottom' ? 2 : 1);
  return Math.abs((image.width * high) / (image.height * wide) - 1) < 0.03;
}

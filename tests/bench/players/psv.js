// Photo Sphere Viewer with its adapter of equirectangular tiles: a small whole picture, then tiles of two levels.
import { Viewer } from '@photo-sphere-viewer/core';
import { EquirectangularTilesAdapter } from '@photo-sphere-viewer/equirectangular-tiles-adapter';

const { view } = window.bench;
const radians = Math.PI / 180;
const vertical = (2 * Math.atan((Math.tan((view.fov / 2) * radians) * innerHeight) / innerWidth)) / radians;
const [widest, narrowest] = [90, 30];
const level = (width) => ({ width, cols: width / 512, rows: width / 1024 });
const viewer = new Viewer({
  container: 'view',
  navbar: false,
  adapter: EquirectangularTilesAdapter,
  minFov: narrowest,
  maxFov: widest,
  defaultZoomLvl: ((widest - vertical) / (widest - narrowest)) * 100,
  defaultYaw: view.yaw * radians,
  defaultPitch: view.pitch * radians,
  defaultTransition: null,
  panorama: {
    levels: [level(4096), level(8192)],
    baseUrl: '/sphere/base.jpg',
    tileUrl: (column, row, at) => `/sphere/${at === 1 ? 8192 : 4096}/${column}_${row}.jpg`,
  },
});
window.turnTo = (yaw) => viewer.rotate({ yaw: yaw * radians, pitch: view.pitch * radians });

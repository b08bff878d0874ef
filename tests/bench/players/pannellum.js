// Pannellum with its multires tiles: the very same bytes as ours.
const { view, asset } = window.bench;
const viewer = window.pannellum.viewer('view', {
  type: 'multires',
  autoLoad: true,
  showControls: false,
  yaw: view.yaw,
  pitch: view.pitch,
  hfov: view.fov,
  multiRes: { basePath: '/pannellum', path: '/%l/%s%y_%x', extension: 'jpg', tileResolution: 512, maxLevel: asset.levels, cubeResolution: asset.faceSize },
});
window.turnTo = (yaw) => viewer.setYaw(((yaw + 180) % 360) - 180, false);

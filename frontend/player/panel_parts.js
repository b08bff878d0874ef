/**
 * What only some panels hold: films, sounds, meshes, quizzes. Loaded with the first panel that needs one of them.
 */
export { videoPanel } from './film/video_panel.js';
export { meshElement } from './mesh_panel.js';
export { quizElement } from './quiz_panel.js';
export { soundPanel } from './sound_panel.js';

// esbuild turns an imported .svg into its text.
declare module '*.svg' {
  const text: string;
  export default text;
}

// hls.js types its full build only; the light one is the same without subtitles, other audio and DRM.
declare module 'hls.js/light' {
  export { default } from 'hls.js';
}

// meshoptimizer's decoder in plain JavaScript (build.js names the file): the package ships it without naming it.
declare module 'meshoptimizer/reference' {
  export { MeshoptDecoder } from 'meshoptimizer/decoder';
}

/**
 * Keeps the captions of a video to one language at a time.
 */

/**
 * Shows one track and no other, also where the browser chooses tracks anew: it does so when a track is added and when the
 * film loads, once for captions and once for subtitles, so that two languages stood over each other. After that the reader's
 * own choice stands.
 *
 * @param {HTMLVideoElement} video its tracks may come later
 * @param {string} language wanted; where no track speaks it, nothing is shown
 * @returns {(language: string) => void} shows another one instead; '' for none
 */
export function showOnly(video, language) {
  const tracks = video.textTracks;
  const apply = () => {
    const wanted = [...tracks].find((track) => track.language === language && track.kind !== 'chapters');
    for (const track of tracks) {
      if (track.kind === 'chapters') continue;
      const mode = track === wanted ? 'showing' : 'disabled';
      if (track.mode !== mode) track.mode = mode;
    }
  };
  tracks.addEventListener('addtrack', apply);
  video.addEventListener('loadedmetadata', apply);
  tracks.addEventListener('change', () => {
    // A reader's choice never leaves two: that is the browser's own selection, or that of hls.js.
    if ([...tracks].filter((track) => track.mode === 'showing').length > 1) apply();
  });
  apply();
  return (other) => {
    language = other;
    apply();
  };
}

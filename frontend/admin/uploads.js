/**
 * The upload page: files dropped or chosen are sent one after the other, each in a request of its own with a progress bar.
 *
 * @typedef {import('./library.js').Status} Status
 * @typedef {import('./library.js').Uploaded} Uploaded
 */

/** @param {(box: Element, status: Status) => void} show */
export function uploads(show) {
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById('upload'));
  if (!form) return;
  const input = /** @type {HTMLInputElement} */ (document.getElementById('upload-files'));
  const drop = /** @type {HTMLElement} */ (document.getElementById('upload-drop'));
  /** @type {Promise<void>} one after the other: two at once only share the same line */
  let queue = Promise.resolve();

  /** @param {Iterable<File>} files */
  const add = (files) => {
    for (const file of files) {
      const row = newRow(file.name);
      const stop = stopButton(row);
      queue = queue.then(() => send(form, file, row, stop, show));
    }
  };
  input.addEventListener('change', () => {
    add(input.files ?? []);
    input.value = '';
  });
  for (const name of ['dragenter', 'dragover']) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add('asset-drop--over');
    });
  }
  for (const name of ['dragleave', 'drop']) drop.addEventListener(name, () => drop.classList.remove('asset-drop--over'));
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    add(event.dataTransfer?.files ?? []);
  });
  let open = 0;
  form.addEventListener('upload:begin', () => { open += 1; });
  form.addEventListener('upload:end', () => { open -= 1; });
  window.addEventListener('beforeunload', (event) => { if (open > 0) event.preventDefault(); });
}

/** @param {string} name @returns {HTMLElement} */
function newRow(name) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById('upload-row'));
  const row = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  /** @type {HTMLElement} */ (row.querySelector('[data-title]')).textContent = name;
  document.getElementById('upload-list')?.append(row);
  return row;
}

/** The button that takes a file back as long as it is not there. @param {HTMLElement} row @returns {AbortController} */
function stopButton(row) {
  const stop = new AbortController();
  const button = /** @type {HTMLButtonElement} */ (row.querySelector('[data-stop]'));
  button.hidden = false;
  button.addEventListener('click', () => stop.abort());
  return stop;
}

/**
 * @param {HTMLFormElement} form @param {File} file @param {HTMLElement} row @param {AbortController} stop
 * @param {(box: Element, status: Status) => void} show
 * @returns {Promise<void>} when the file is there, has failed or was taken back
 */
function send(form, file, row, stop, show) {
  const box = /** @type {HTMLElement} */ (row.querySelector('.asset-state'));
  /** @param {'sending' | 'refused' | 'failed' | 'cancelled'} state @param {number} perCent @param {string} message */
  const say = (state, perCent, message = '') => {
    const final = state !== 'sending';
    if (final) row.querySelector('[data-stop]')?.remove();
    show(box, {
      id: 0, state, label: form.dataset[state] ?? '', final, per_cent: perCent, progress: `${perCent} %`, message, kind: '', poster: '',
      cancel_url: '', again_url: '',
    });
  };
  /** @param {string | undefined} sentence @param {Record<string, string | number>} values */
  const filled = (sentence, values) => Object.entries({ name: file.name, ...values })
    .reduce((so_far, [key, value]) => so_far.replace(`{${key}}`, String(value)), sentence ?? '');

  if (stop.signal.aborted) {
    say('cancelled', 0);
    return Promise.resolve();
  }
  const limit = Number(form.dataset.limit);
  if (file.size > limit) {
    say('refused', 0, filled(form.dataset.tooLarge, { limit: Math.floor(limit / 2 ** 30) }));
    return Promise.resolve();
  }
  form.dispatchEvent(new CustomEvent('upload:begin'));
  return new Promise((done) => {
    const request = new XMLHttpRequest(); // fetch tells nothing about how much was sent
    const finish = () => {
      form.dispatchEvent(new CustomEvent('upload:end'));
      done();
    };
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) say('sending', Math.floor((100 * event.loaded) / event.total));
    });
    // From now on the server has it all, and keeps it.
    request.upload.addEventListener('load', () => row.querySelector('[data-stop]')?.remove());
    request.addEventListener('error', () => {
      say('failed', 0, filled(form.dataset.lost, {}));
      finish();
    });
    stop.signal.addEventListener('abort', () => request.abort());
    request.addEventListener('abort', () => {
      say('cancelled', 0);
      finish();
    });
    request.addEventListener('load', () => {
      const answer = /** @type {Uploaded & { error?: string } | null} */ (request.response);
      if (request.status === 201 && answer) uploaded(row, box, answer, show);
      else say('failed', 0, answer?.error ? `${file.name}: ${answer.error}` : filled(form.dataset.wentWrong, { status: request.status }));
      finish();
    });
    const data = new FormData(form);
    data.delete('original');
    data.append('original', file);
    request.open('POST', form.action);
    request.responseType = 'json';
    const token = data.get('csrfmiddlewaretoken');
    if (typeof token === 'string') request.setRequestHeader('X-CSRFToken', token);
    request.send(data);
  });
}

/** @param {HTMLElement} row @param {HTMLElement} box @param {Uploaded} answer @param {(box: Element, status: Status) => void} show */
function uploaded(row, box, answer, show) {
  const title = row.querySelector('[data-title]');
  if (title instanceof HTMLAnchorElement) {
    title.textContent = answer.title;
    title.href = answer.edit_url;
  }
  row.querySelector('[data-poster]')?.setAttribute('data-asset-poster', String(answer.id));
  box.setAttribute('data-asset-state', String(answer.id));
  show(box, answer);
}

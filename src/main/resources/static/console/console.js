'use strict';

// Forms carry the token in a field; what htmx sends takes it in a header, which is read before the body is.
document.addEventListener('htmx:configRequest', event => {
  const name = document.querySelector('meta[name="csrf-header"]');
  const token = document.querySelector('meta[name="csrf-token"]');
  if (name && token) {
    event.detail.headers[name.content] = token.content;
  }
});

// A part that reloads itself waits while nobody looks, and is up to date again once somebody does.
document.addEventListener('htmx:beforeRequest', event => {
  if (document.hidden && event.detail.elt.matches('[data-live]')) {
    event.preventDefault();
  }
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && window.htmx) {
    document.querySelectorAll('[data-live]').forEach(part => window.htmx.trigger(part, 'seen'));
  }
});

// A part that could not be reloaded says so, and keeps what it showed last.
const stale = stays => document.querySelectorAll('[data-stale]').forEach(note => { note.hidden = !stays; });
document.addEventListener('htmx:afterRequest', event => {
  if (event.detail.elt.matches('[data-live]')) {
    stale(!event.detail.successful);
  }
});

// What cannot be taken back is asked for twice.
document.addEventListener('submit', event => {
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
  }
});

// Said aloud only where it says something new.
document.addEventListener('htmx:oobBeforeSwap', event => {
  if (event.detail.target.textContent === event.detail.fragment.textContent) {
    event.detail.shouldSwap = false;
  }
});

// A file shows how much of it has arrived. Without this the browser sends the same form by itself.
document.addEventListener('submit', event => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches('[data-upload]')) {
    return;
  }
  event.preventDefault();
  const shown = form.querySelector('[data-upload-progress]');
  const bar = shown.querySelector('progress');
  const button = form.querySelector('button');
  const request = new XMLHttpRequest();
  const ready = () => { shown.hidden = true; button.disabled = false; };
  request.upload.addEventListener('progress', sent => {
    if (sent.lengthComputable) {
      bar.value = 100 * sent.loaded / sent.total;
    }
  });
  request.addEventListener('load', () => {
    if (request.status === 200) {
      window.location.assign(request.responseURL);
      return;
    }
    const page = new DOMParser().parseFromString(request.responseText, 'text/html');
    document.querySelector('main').replaceWith(page.querySelector('main'));
    document.querySelector('main').focus();
  });
  request.addEventListener('error', () => {
    ready();
    shown.hidden = false;
    shown.querySelector('p').textContent = 'The connection broke off. Nothing was stored: upload the file again.';
  });
  request.addEventListener('abort', ready);
  request.open('POST', form.action);
  request.send(new FormData(form));
  shown.hidden = false;
  button.disabled = true;
});

// The page: an address makes a view, a view reads its data, and reads them again for as long as somebody looks.
import { html, render, nothing } from '../webjars/lit-html/lit-html.js';
import { here } from './address.js';
import { get, mayRecover } from './api.js';
import { fleet } from './fleet.js';
import { gateway } from './gateway.js';
import { shortcuts } from './keys.js';
import { broken, loading, outage } from './parts.js';
import { register } from './register.js';
import { tasks } from './tasks.js';
import { test } from './tests.js';
import { now, setNow } from './time.js';
import { top } from './top.js';
import { url, urls } from './urls.js';
import { wall } from './wall.js';
import { login, recognise, user } from './who.js';

const VIEWS = { fleet, wall, gateways: gateway, urls, url, tasks, register, tests: test };
const STATUS_EVERY = 10_000;
const LONGEST_PAUSE = 300_000;

const root = document.getElementById('page');
let route = here();
let view = VIEWS.fleet;
let data = null;
let error = null;
let status = null;
let loadedAt = null;
let loadedKey = null;
let loadedRoute = null;
let failures = 0;
let timer = 0;
let statusTimer = 0;
let reading = new AbortController();
let out = false;
let refusal = null;
let said = null;

function draw() {
  document.title = `${out ? 'Log in' : view.title(shown(), data)} · Gatewatch`;
  document.documentElement.dataset.view = out ? 'login' : route.view;
  render(out ? login(refusal, enter, refuse) : whole(), root);
}

function whole() {
  return html`
    <a class="skip" href="#main" @click=${toMain}>To the content</a>
    ${top({ route, status, loadedAt, failing: nothingRead() || errors().some(mayRecover), live: isLive(), again: load, leave })}
    <main id="main" tabindex="-1" class=${route.view} aria-busy=${isOlder() ? 'true' : 'false'}>
      ${data && nothingRead() ? outage(errors()[0], hasFigures(), load) : nothing}
      ${data ? view.render(shown(), data) : error ? broken(error, load) : loading(view.what)}
    </main>
    <div class="notice" role="status" ?hidden=${!said}>${said}</div>`;
}

function toMain(event) {
  event.preventDefault();
  document.getElementById('main').focus();
}

/** Figures of another window or filter, which stay until those of the address are there. */
const isOlder = () => data !== null && loadedKey !== view.key(route);

/** What the figures belong to: the buttons say what is shown. */
const shown = () => (isOlder() ? loadedRoute : route);

/** What failed the last time: the view as a whole, or parts of it. */
const errors = () => (error ? [error] : Object.values(data?.read?.failed ?? {}).map((part) => part.error));
const nothingRead = () => Boolean(error || data?.read?.allFailed);
const hasFigures = () => Object.values(data.read?.values ?? {}).some((value) => value !== null);

const isLive = () => view.every > 0 && !(route.query.from && route.query.to);

/** Reads what the view shows; what was there stays until the new is. */
async function load() {
  clearTimeout(timer);
  reading.abort();
  reading = new AbortController();
  const { signal } = reading;
  const key = view.key(route);
  try {
    const read = await view.load(route, signal, loadedKey === key ? data : null);
    if (signal.aborted) {
      return;
    }
    loadedAt = loadedKey === key ? loadedAt : null;
    [data, error, loadedKey, loadedRoute] = [read, null, key, route];
    loadedAt = errors().length === 0 ? now() : loadedAt;
  } catch (failure) {
    if (signal.aborted || isOut(failure)) {
      return;
    }
    error = failure;
    data = loadedKey === key ? data : null;
  }
  failures = errors().some(mayRecover) ? failures + 1 : 0;
  draw();
  mark();
  plan();
}

/** When the first figures had been painted: what is measured. */
function mark() {
  if (data && performance.getEntriesByName('drawn').length === 0) {
    requestAnimationFrame(() => setTimeout(() => performance.mark('drawn')));
  }
}

/** The next time: later and later while it fails, but as often as ever while a part of it succeeds; never while nobody looks. */
function plan() {
  clearTimeout(timer);
  const backOff = Math.min(LONGEST_PAUSE, 5000 * 2 ** (failures - 1));
  const isPartLive = isLive() && !nothingRead();
  const pause = failures === 0 ? view.every : isPartLive ? Math.min(backOff, view.every) : backOff;
  if (!out && !document.hidden && (failures > 0 || isPartLive)) {
    timer = setTimeout(load, pause * (0.9 + Math.random() / 5));
  }
}

async function readStatus() {
  clearTimeout(statusTimer);
  try {
    status = await get('api/v1/status');
  } catch (failure) {
    if (isOut(failure)) {
      return;
    }
    status = false;
  }
  draw();
  if (!document.hidden) {
    statusTimer = setTimeout(readStatus, STATUS_EVERY);
  }
}

/** What the server takes for now, before any range is asked for that ends there. */
async function readClock() {
  await get('api/v1/strips', { limit: 1 }).then(({ to }) => setNow(to), isOut);
}

/** Nobody, or nobody any more, is logged in. */
function isOut(failure) {
  if (failure.status !== 401) {
    return false;
  }
  [out, data, refusal] = [true, null, null];
  loadedKey = null;
  draw();
  return true;
}

function refuse(why) {
  refusal = why;
  draw();
}

async function enter() {
  [out, refusal] = [false, null];
  await Promise.all([readStatus(), readClock()]);
  follow();
}

async function leave() {
  const { leave: go } = await import('./who.js');
  await go().catch(() => {});
  isOut({ status: 401 });
}

/** Shows what the address says. */
function follow() {
  route = here();
  const next = VIEWS[route.view] ?? VIEWS.fleet;
  const isOther = next !== view || next.key(route) !== loadedKey;
  if (out) {
    return;
  }
  if (isOther) {
    const sameKind = next === view && view.same?.(route, loadedKey);
    [view, error, failures] = [next, null, 0];
    if (!sameKind) {
      [data, loadedAt] = [null, null];
      window.scrollTo(0, 0);
    }
    draw();
    if (!sameKind) {
      document.getElementById('main').focus({ preventScroll: true });
    }
    load();
  } else {
    draw();
  }
}

window.addEventListener('hashchange', follow);
window.addEventListener('again', () => load());
window.addEventListener('draw', draw);
window.addEventListener('notice', ({ detail }) => {
  said = detail;
  draw();
  setTimeout(() => [(said = null), draw()], 8000);
});
document.addEventListener('visibilitychange', () => {
  clearTimeout(timer);
  clearTimeout(statusTimer);
  if (!document.hidden && !out) {
    readStatus();
    if (isLive() || errors().length > 0) {
      load();
    }
  }
});
shortcuts(() => route, load);

async function begin() {
  view = VIEWS[route.view] ?? VIEWS.fleet;
  draw();
  try {
    await recognise();
    await Promise.all([readStatus(), readClock()]);
  } catch (failure) {
    if (isOut(failure)) {
      return;
    }
  }
  if (user() || !out) {
    load();
  }
}

begin();

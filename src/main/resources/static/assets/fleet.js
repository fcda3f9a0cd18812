// Every gateway, worst first: what is bad now, since when, and what it points at.
import { html, nothing } from '../webjars/lit-html/lit-html.js';
import { but, replace, to } from './address.js';
import { all, get, readParts } from './api.js';
import { RANK, STATES, count, millis, percent, sign, stateOfFigures } from './figures.js';
import { empty, unread, windows } from './parts.js';
import { badSince, since, sparkline, starts, strip } from './strips.js';
import { WINDOWS, ago, setNow, stripWindow, windowOf } from './time.js';
import { totals } from './summary.js';
import { banner, verdictWindow } from './verdict.js';

const AT_ONCE = 100;
const SORTS = { worst: 'Worst first', p95: 'Slowest first', name: 'Name', last: 'Last test' };

/** All that a view of the whole fleet shows, in as few calls as there are pages. */
export async function readFleet(route, signal, before) {
  const window = windowOf(route.query);
  const read = await readParts({
    gateways: ['Gateways', all('api/v1/gateways', { window, sort: 'successRate' }, { signal })],
    strips: ['Strips', all('api/v1/strips', { by: 'gateway', window: stripWindow(window) }, { signal })],
    urls: ['URLs', all('api/v1/urls', { window }, { signal })],
    verdict: ['The verdict', get('api/v1/verdict', { window: verdictWindow(window) }, { signal })],
  }, { before });
  const { gateways: list, strips, urls, verdict } = read.values;
  if (!read.failed.strips) {
    setNow(strips.to);
  }
  return { read, window, gateways: list && rows(list, strips), urls: urls?.items ?? null, verdict, cut: list?.nextCursor };
}

/** Worst first; without strips where these could not be read. */
function rows(list, strips) {
  const bySerial = new Map(strips?.items.map((of) => [of.serialNumber, of]));
  const times = strips && starts(strips);
  return list.items.map((gateway) => row(gateway, bySerial.get(gateway.serialNumber), times, Date.parse(strips?.to))).sort(SORTERS.worst);
}

function row(gateway, of, times, to) {
  const rate = gateway.figures.tests > 0 ? gateway.figures.successRatePercent : null;
  const state = stateOfFigures(gateway.figures);
  return {
    ...gateway,
    rate,
    state,
    strip: of,
    p95: gateway.figures.latencyMilliseconds.p95,
    since: of && (state === 'failing' || state === 'degraded') ? badSince(of, times, to) : null,
    text: `${gateway.serialNumber} ${gateway.name ?? ''} ${gateway.site ?? ''}`.toLowerCase(),
  };
}

const last = (gateway) => (gateway.lastTestAt ? -Date.parse(gateway.lastTestAt) : Infinity);
const label = (gateway) => gateway.name ?? gateway.serialNumber;
const SORTERS = {
  worst: (a, b) => RANK.indexOf(a.state) - RANK.indexOf(b.state) || a.rate - b.rate || (b.p95 ?? 0) - (a.p95 ?? 0) || last(a) - last(b),
  p95: (a, b) => (b.p95 ?? -1) - (a.p95 ?? -1),
  name: (a, b) => label(a).localeCompare(label(b)),
  last: (a, b) => last(a) - last(b),
};

let shown = AT_ONCE;

/** More rows come when one scrolls near the end: the first view is there at once, and all of them without a stutter. */
const more = new IntersectionObserver((entries) => {
  if (entries.some((entry) => entry.isIntersecting)) {
    shown += 2 * AT_ONCE;
    window.dispatchEvent(new Event('draw'));
  }
}, { rootMargin: '1200px' });

function watchEnd() {
  queueMicrotask(() => {
    more.disconnect();
    const end = document.querySelector('.more-rows');
    if (end) {
      more.observe(end);
    }
  });
}

function filtered(gateways, { q, state, site, sort }) {
  const words = (q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const found = gateways.filter((one) => words.every((word) => one.text.includes(word))
    && (!state || one.state === state) && (!site || one.site === site));
  return sort && sort !== 'worst' ? found.sort(SORTERS[sort] ?? SORTERS.worst) : found;
}

export const failing = (data) => data.gateways?.filter((one) => one.state === 'failing').length ?? 0;

export const fleet = {
  what: 'the fleet',
  every: 30_000,
  title: (route, data) => (data && failing(data) ? `${failing(data)} failing` : 'Fleet'),
  key: ({ query }) => `fleet ${windowOf(query)}`,
  same: (route, key) => key?.startsWith('fleet'),
  load: readFleet,
  render(route, data) {
    if (data.gateways?.length === 0) {
      return empty('No gateway has been met yet.', html`Hand in the id of a test and its gateway appears here: <a href="#/register">register tasks</a>.`);
    }
    const found = data.gateways && filtered(data.gateways, route.query);
    watchEnd();
    return html`
      <h1 class="hidden">Fleet</h1>
      ${banner(data)}
      ${totals(data)}
      ${filters(route.query, data)}
      ${unread(data, 'gateways', 'strips')}
      ${!found ? nothing : found.length === 0 ? empty('No gateway is like that.', html`<a href=${but({ q: undefined, state: undefined, site: undefined })}>Show all</a>`) : table(found, data)}`;
  },
};

function filters(query, data) {
  const sites = [...new Set((data.gateways ?? []).map((one) => one.site).filter(Boolean))].sort();
  const typed = (event) => [(shown = AT_ONCE), replace(but({ q: event.target.value || undefined }))];
  const picked = (name) => (event) => replace(but({ [name]: event.target.value || undefined }));
  return html`<div class="bar filters">
    ${windows(data.window)}
    <label class="hidden" for="filter">Name, serial number or site</label>
    <input id="filter" type="search" placeholder="Filter by name, serial, site" .value=${query.q ?? ''} @input=${typed}>
    <label>State <select @change=${picked('state')}><option value="">any</option>
      ${Object.entries(STATES).map(([state, { word }]) => html`<option value=${state} ?selected=${query.state === state}>${word}</option>`)}</select></label>
    ${sites.length ? html`<label>Site <select @change=${picked('site')}><option value="">any</option>
      ${sites.map((site) => html`<option value=${site} ?selected=${query.site === site}>${site}</option>`)}</select></label>` : nothing}
    <label>Order <select @change=${picked('sort')}>
      ${Object.entries(SORTS).map(([sort, word]) => html`<option value=${sort} ?selected=${(query.sort ?? 'worst') === sort}>${word}</option>`)}</select></label>
  </div>`;
}

function table(found, data) {
  return html`<table class="list fleet-list">
    <caption class="hidden">Gateways</caption>
    <thead><tr><th scope="col">Gateway</th><th scope="col">State</th><th scope="col" class="number">Success</th><th scope="col">Since</th>
      <th scope="col">${WINDOWS[stripWindow(data.window)]} of success</th><th scope="col" class="number">p95</th><th scope="col">Mean latency</th>
      <th scope="col" class="number">Tests</th><th scope="col">Last test</th></tr></thead>
    <tbody>${found.slice(0, shown).map((one) => line(one, data))}</tbody>
  </table>
  <p class="more-rows">${found.length > shown ? `${count(found.length - shown)} more gateways below` : `${count(found.length)} gateways`}${data.cut ? '; more than 10,000 are not shown' : ''}</p>`;
}

function line(one, data) {
  return html`<tr class=${one.state}>
    <th scope="row"><a class="row" href=${to('gateways', [one.serialNumber], { window: data.window === 'PT1H' ? undefined : data.window })}>${label(one)}</a>
      <small>${one.name ? one.serialNumber : nothing}${one.site ? ` · ${one.site}` : nothing}</small></th>
    <td>${sign(one.state)}</td>
    <td class="number big">${percent(one.rate)}</td>
    <td class="since">${since(one.since)}</td>
    <td>${strip(one.strip)}</td>
    <td class="number">${millis(one.p95)}</td>
    <td>${one.strip ? sparkline(one.strip.averageLatencyMilliseconds, 'Mean latency by step') : nothing}</td>
    <td class="number">${count(one.figures.tests)}</td>
    <td class="last">${ago(one.lastTestAt)}</td>
  </tr>`;
}

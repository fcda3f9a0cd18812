// Every url over all gateways, worst first; and one of them over time, with its gateways side by side.
import { html, nothing } from '../webjars/lit-html/lit-html.js';
import { replace, but, to } from './address.js';
import { all, get, readParts } from './api.js';
import { codes } from './codes.js';
import { RANK, count, millis, percent, sign, stateOf, stateOfFigures } from './figures.js';
import { lastOf, overall } from './gateway.js';
import { csv, empty, part, rangeBar, unread, windows } from './parts.js';
import { charts, historyParts, seriesOf, tiles } from './series.js';
import { badSince, since, sparkline, starts, strip } from './strips.js';
import { HOUR, WINDOWS, iso, range, stripWindow, windowOf } from './time.js';

const MOST = 200;
const CODES = HOUR;
const hasCodes = ({ from, to: until }) => until - from <= CODES;
const id = (one) => `${one.protocol} ${one.url}`;

export const urls = {
  what: 'the urls',
  every: 30_000,
  title: () => 'Urls',
  key: ({ query }) => `urls ${windowOf(query)}`,
  same: (route, key) => key?.startsWith('urls'),

  async load({ query }, signal, before) {
    const window = windowOf(query);
    const read = await readParts({
      urls: ['URLs', all('api/v1/urls', { window }, { signal })],
      strips: ['Strips', all('api/v1/strips', { by: 'url', window: stripWindow(window) }, { signal })],
    }, { before });
    const { urls: list, strips } = read.values;
    const known = new Map(strips?.items.map((of) => [id(of), of]));
    const items = list?.items.map((one) => ({ ...one, state: stateOfFigures(one.figures), strip: known.get(id(one)) }))
      .sort((a, b) => RANK.indexOf(a.state) - RANK.indexOf(b.state) || a.figures.successRatePercent - b.figures.successRatePercent);
    return { read, window, items, times: strips && starts(strips), to: Date.parse(strips?.to) };
  },

  render({ query }, data) {
    const words = (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const found = data.items?.filter((one) => words.every((word) => one.url.toLowerCase().includes(word)));
    return html`<div class="title"><h1>Urls</h1><span class="muted">over all gateways</span></div>
      <div class="bar filters">${windows(data.window)}<label class="hidden" for="filter">Url</label>
        <input id="filter" type="search" placeholder="Filter by url" .value=${query.q ?? ''} @input=${(event) => replace(but({ q: event.target.value || undefined }))}></div>
      ${unread(data, 'urls', 'strips')}
      ${!found ? nothing : data.items.length === 0 ? empty('No url was tested in this window.', 'Choose a longer one.') : found.length === 0 ? empty('No url is like that.') : table(found, data)}`;
  },
};

function table(found, data) {
  return html`<table class="list">
    <caption class="hidden">Urls, worst first</caption>
    <thead><tr><th scope="col">Url</th><th scope="col">State</th><th scope="col" class="number">Success</th><th scope="col">Since</th><th scope="col">${WINDOWS[stripWindow(data.window)]} of success</th>
      <th scope="col" class="number">p95</th><th scope="col">Mean latency</th><th scope="col" class="number">Gateways</th><th scope="col" class="number">Tests</th></tr></thead>
    <tbody>${found.slice(0, MOST).map((one) => html`<tr class=${one.state}>
      <th scope="row"><a class="row" href=${to('url', [one.protocol, one.url], { window: data.window })}>${one.url}</a> <small>${one.protocol}</small></th>
      <td>${sign(one.state)}</td><td class="number big">${percent(one.figures.successRatePercent)}</td>
      <td class="since">${one.strip && one.state !== 'ok' ? since(badSince(one.strip, data.times, data.to)) : nothing}</td>
      <td>${strip(one.strip)}</td>
      <td class="number">${millis(one.figures.latencyMilliseconds.p95)}</td>
      <td>${one.strip ? sparkline(one.strip.averageLatencyMilliseconds, 'Mean latency by step') : nothing}</td>
      <td class="number">${count(one.gateways)}</td><td class="number">${count(one.figures.tests)}</td></tr>`)}</tbody>
  </table>${found.length > MOST ? html`<p>${count(found.length - MOST)} more: filter for them.</p>` : nothing}`;
}

export const url = {
  what: 'the url',
  every: 30_000,
  title: ({ of }) => of[1],
  key: ({ of, query }) => JSON.stringify(['url', of[0], of[1], query.window, query.from, query.to]),
  same: ({ of }, key) => key?.startsWith(JSON.stringify(['url', of[0], of[1]]).slice(0, -1)),

  async load({ of: [protocol, text], query }, signal, before) {
    const shown = range(query);
    const asked = { url: text, protocol };
    const read = await readParts({
      ...historyParts('api/v1/urls/history', asked, shown, signal),
      ...(hasCodes(shown) ? { codes: ['Response codes', get('api/v1/urls/codes', { ...asked, from: iso(shown.from), to: iso(shown.to) }, { signal })] } : {}),
      strips: ['Gateways', all('api/v1/strips', { ...asked, by: 'gateway', window: stripWindow(shown.window ?? 'PT24H') }, { signal })],
    }, { before });
    return { read, range: shown };
  },

  render({ of: [protocol, text], query }, data) {
    const series = seriesOf(data.read);
    const asked = { url: text, protocol, from: iso(data.range.from), to: iso(data.range.to), step: series?.series.step };
    return html`
      <div class="title"><h1>${text}</h1>${series ? sign(stateOfFigures(series.series.summary)) : nothing}<span class="muted">by ${protocol}, over all gateways</span></div>
      ${rangeBar(data.range)}
      ${unread(data, 'history', 'day', 'week')}
      ${!series ? nothing : series.series.summary.tests === 0 ? empty('No test of it in this range.') : html`${tiles(series)}${charts(series, data.range)}`}
      <div class="halves">
        <section aria-labelledby="gateways-title"><h2 id="gateways-title">Gateways side by side</h2>${part(data, 'strips', (strips) => gateways(strips, data.range, protocol, text, query))}</section>
        <section aria-labelledby="codes-title"><h2 id="codes-title">Response codes</h2>${hasCodes(data.range) ? part(data, 'codes', codes) : empty('Codes of all gateways are counted over at most an hour.', html`<a href=${but({ window: 'PT1H', from: undefined, to: undefined })}>Show 1 h</a>`)}</section>
      </div>
      <div class="bar">${csv('History as CSV', 'api/v1/urls/history', asked, 'url-history.csv')}</div>`;
  },
};

function gateways(strips, shown, protocol, text, query) {
  const times = starts(strips);
  const last = WINDOWS[stripWindow(shown.window ?? 'PT24H')];
  const rows = strips.items.map((one) => ({ one, rate: overall(one) })).sort((a, b) => (a.rate ?? 101) - (b.rate ?? 101));
  return rows.length === 0 ? empty('No gateway tested it.') : html`<table class="list">
    <thead><tr><th scope="col">Gateway</th><th scope="col">State</th><th scope="col" class="number">Success in ${last}</th><th scope="col">${last} of success</th>
      <th scope="col">Mean latency</th><th scope="col">Bad since</th></tr></thead>
    <tbody>${rows.slice(0, MOST).map(({ one, rate }) => html`<tr>
      <th scope="row"><a class="row" href=${to('gateways', [one.serialNumber], { url: text, protocol, window: query.window, from: query.from, to: query.to })}>${one.serialNumber}</a></th>
      <td>${sign(stateOf(rate))}</td><td class="number">${percent(rate)}</td><td>${strip(one)}</td>
      <td class="with-number">${sparkline(one.averageLatencyMilliseconds, 'Mean latency by step')} <span>${millis(lastOf(one.averageLatencyMilliseconds))}</span></td>
      <td class="since">${since(badSince(one, times, Date.parse(strips.to)))}</td></tr>`)}</tbody>
  </table>${rows.length > MOST ? html`<p>The ${MOST} worst of ${count(rows.length)}.</p>` : nothing}`;
}

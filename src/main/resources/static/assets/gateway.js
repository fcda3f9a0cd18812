// One gateway: how it fared over time, which codes it met, its urls side by side, and the tests under a point.
import { html, nothing } from '../webjars/lit-html/lit-html.js';
import { but, here, to } from './address.js';
import { all, get } from './api.js';
import { codes } from './codes.js';
import { change, millis, percent, sign, stateOfFigures } from './figures.js';
import { csv, empty, rangeBar } from './parts.js';
import { rename } from './names.js';
import { charts, readSeries, tiles } from './series.js';
import { badSince, since, sparkline, starts, strip } from './strips.js';
import { testList } from './tests.js';
import { HOUR, WINDOWS, ago, iso, range, setNow, stepMillis, stripWindow } from './time.js';
import { mayOperate } from './who.js';

/** Longer ranges have too many samples for single dots to say anything. */
const SMOKE = 6 * HOUR;
const filters = (query) => ({ url: query.url, protocol: query.protocol });

export const gateway = {
  what: 'the gateway',
  every: 20_000,
  title: ({ of }, data) => data?.gateway.name ?? of[0],
  key: ({ of, query }) => JSON.stringify(['gateway', of[0], query.window, query.from, query.to, query.url, query.protocol, query.at, query.outcome]),
  same: ({ of }, key) => key?.startsWith(`["gateway","${of[0]}"`),

  async load({ of, query }, signal) {
    const path = `api/v1/gateways/${encodeURIComponent(of[0])}`;
    const shown = range(query);
    const asked = { ...filters(query), from: iso(shown.from), to: iso(shown.to) };
    const options = { signal };
    const [one, read, strips, byCode, samples, usual] = await Promise.all([
      get(path, {}, options),
      readSeries(`${path}/history`, filters(query), shown, signal),
      get('api/v1/strips', { by: 'url', serialNumber: of[0], window: stripWindow(shown.window ?? 'PT24H'), limit: 100 }, options),
      get(`${path}/codes`, asked, options),
      shown.to - shown.from <= SMOKE ? all(`${path}/samples`, asked, options) : { items: [] },
      readUsual(path, shown, options),
    ]);
    setNow(strips.to);
    const tests = await get(`${path}/tests`, { ...asked, ...under(query, read.series), outcome: query.outcome, limit: 25 }, options);
    return { path, at: query.at, range: shown, gateway: one, read, strips, codes: byCode, samples: samples.items, usual, tests };
  },

  render({ query }, data) {
    const { gateway: one, read } = data;
    const asked = { ...filters(query), from: iso(data.range.from), to: iso(data.range.to) };
    const name = one.name ?? one.serialNumber;
    return html`
      <div class="title"><h1>${name}</h1>${sign(stateOfFigures(read.series.summary))}
        <span class="muted">${one.name ? one.serialNumber : nothing}${one.site ? ` · ${one.site}` : nothing} · last test ${ago(one.lastTestAt)}</span>
        ${mayOperate() ? html`<button class="quiet rename" @click=${() => rename(one, data.path)}>Rename</button>` : nothing}</div>
      ${rangeBar(data.range)}
      ${filtered(query)}
      ${read.series.summary.tests === 0
        ? empty('No test in this range.', one.lastTestAt ? html`The last one was ${ago(one.lastTestAt)}. <a href=${but({ window: 'P30D', from: undefined, to: undefined })}>Show 30 days</a>` : 'This gateway was named by a task, and no test of it has finished yet.')
        : html`${tiles(read)}
          ${charts(read, data.range, data.samples.flatMap(dots))}`}
      <div class="halves">
        <section aria-labelledby="urls-title"><h2 id="urls-title">Urls side by side</h2>${urlTable(data, query)}</section>
        <section aria-labelledby="codes-title"><h2 id="codes-title">Response codes</h2>${codes(data.codes)}</section>
      </div>
      <section aria-labelledby="tests-title">
        <div class="bar"><h2 id="tests-title">Tests${data.at ? ' under the point' : ''}</h2>
          ${data.at ? html`<a class="button" href=${but({ at: undefined })}>All of the range</a>` : nothing}
          ${csv('Tests as CSV', `${data.path}/tests`, { ...asked, ...under(query, read.series), outcome: query.outcome }, `${one.serialNumber}-tests.csv`)}
          ${csv('History as CSV', `${data.path}/history`, { ...asked, step: read.series.step }, `${one.serialNumber}-history.csv`)}</div>
        ${testList(data, query)}
      </section>`;
  },
};

/** What is usual by url; there is none for fixed ranges, and the page does without when it cannot be read. */
function readUsual(path, { fixed, window }, options) {
  return fixed || window === 'P30D' ? null : get(`${path}/baseline`, { window }, options).catch(() => null);
}

/** The bucket that was picked, as a range. */
function under(query, series) {
  const at = Date.parse(query.at ?? '');
  return Number.isNaN(at) ? {} : { from: iso(at), to: iso(at + stepMillis(series.step)) };
}

/** A test's responses, one over the other at its start. */
function dots({ observedAt, responseTimeMilliseconds: times, statusCode: answered }) {
  const at = Date.parse(observedAt) / 1000;
  return times.map((value, i) => ({ at, value, bad: answered[i] >= 400 })).filter(({ value }) => value !== null);
}

function filtered(query) {
  return query.url || query.protocol
    ? html`<p class="filter">Only <b>${query.protocol ?? ''} ${query.url ?? ''}</b> <a class="button" href=${but({ url: undefined, protocol: undefined })}>All urls</a></p>`
    : nothing;
}

function urlTable({ strips, range: shown, usual }, query) {
  if (strips.items.length === 0) {
    return empty('No url was tested yet.');
  }
  const times = starts(strips);
  const known = new Map(usual?.urls.map((one) => [`${one.protocol} ${one.url}`, one]));
  return html`<table class="list">
    <thead><tr><th scope="col">Url</th><th scope="col" class="number">Success</th>${usual ? html`<th scope="col" class="number">p95, against yesterday</th>` : nothing}<th scope="col">${WINDOWS[stripWindow(shown.window ?? 'PT24H')]} of success</th>
      <th scope="col">Mean latency</th><th scope="col">Bad since</th></tr></thead>
    <tbody>${strips.items.map((one) => html`<tr class=${one.url === query.url && one.protocol === query.protocol ? 'chosen' : ''}>
      <th scope="row"><a href=${but({ url: one.url, protocol: one.protocol, at: undefined })}>${one.url}</a> <small>${one.protocol}
        · <a href=${to('url', [one.protocol, one.url], { window: here().query.window })}>on all gateways</a></small></th>
      <td class="number">${percent(overall(one))}</td>
      ${usual ? html`<td class="number">${against(known.get(`${one.protocol} ${one.url}`))}</td>` : nothing}
      <td>${strip(one)}</td>
      <td class="with-number">${sparkline(one.averageLatencyMilliseconds, 'Mean latency by step')} <span>${millis(lastOf(one.averageLatencyMilliseconds))}</span></td>
      <td class="since">${since(badSince(one, times), Date.parse(strips.to))}</td></tr>`)}</tbody>
  </table>`;
}

function against(one) {
  const [now, before] = [one?.now, one?.dayBefore].map((figures) => figures?.latencyMilliseconds.p95 ?? null);
  return now === null ? '–' : html`${millis(now)} <small>${before === null ? nothing : change(now, before, millis, false)}</small>`;
}

/** Of all the steps of a strip together. */
export function overall(one) {
  const tests = one.tests.reduce((sum, n, i) => sum + (one.successRatePercent[i] === null ? 0 : n), 0);
  const rates = one.tests.reduce((sum, n, i) => sum + n * (one.successRatePercent[i] ?? 0), 0);
  return tests ? rates / tests : null;
}

export const lastOf = (values) => values.filter((value) => value !== null).at(-1) ?? null;

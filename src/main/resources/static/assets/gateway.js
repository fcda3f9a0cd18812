// One gateway: how it fared over time, which codes it met, its urls side by side, and the tests under a point.
import { html, nothing } from '../webjars/lit-html/lit-html.js';
import { but, here, to } from './address.js';
import { all, comparison, get, readParts } from './api.js';
import { codes } from './codes.js';
import { change, millis, percent, sign, stateOfFigures } from './figures.js';
import { csv, empty, part, rangeBar, unread } from './parts.js';
import { rename } from './names.js';
import { charts, historyParts, seriesOf, tiles } from './series.js';
import { badSince, since, sparkline, starts, strip } from './strips.js';
import { outcomes, testList } from './tests.js';
import { HOUR, WINDOWS, ago, iso, range, setNow, stepMillis, stripWindow } from './time.js';
import { mayOperate } from './who.js';

/** Longer ranges have too many samples for single dots to say anything. */
const SMOKE = 6 * HOUR;
const filters = (query) => ({ url: query.url, protocol: query.protocol });

export const gateway = {
  what: 'the gateway',
  every: 20_000,
  title: ({ of }, data) => data?.read.values.gateway?.name ?? of[0],
  key: ({ of, query }) => JSON.stringify(['gateway', of[0], query.window, query.from, query.to, query.url, query.protocol, query.at, query.outcome]),
  same: ({ of }, key) => key?.startsWith(`["gateway","${of[0]}"`),

  async load({ of, query }, signal, before) {
    const path = `api/v1/gateways/${encodeURIComponent(of[0])}`;
    const shown = range(query);
    const asked = { ...filters(query), from: iso(shown.from), to: iso(shown.to) };
    const options = { signal };
    const history = historyParts(`${path}/history`, filters(query), shown, signal);
    const tests = async (range) => get(`${path}/tests`, { ...asked, ...range, outcome: query.outcome, limit: 25 }, options);
    const read = await readParts({
      gateway: ['The gateway', get(path, {}, options)],
      ...history,
      strips: ['URLs', get('api/v1/strips', { by: 'url', serialNumber: of[0], window: stripWindow(shown.window ?? 'PT24H'), limit: 100 }, options)],
      codes: ['Response codes', get(`${path}/codes`, asked, options)],
      ...(shown.to - shown.from <= SMOKE ? { samples: ['Single responses', all(`${path}/samples`, asked, options)] } : {}),
      ...(hasUsual(shown) ? { usual: ['The comparison of URLs with yesterday', comparison(get(`${path}/baseline`, { window: shown.window }, options))] } : {}),
      tests: ['Tests', query.at ? history.history[1].then((series) => tests(under(query, series))) : tests({})],
    }, { before, main: 'gateway' });
    if (!read.failed.strips) {
      setNow(read.values.strips.to);
    }
    return { read, path, at: query.at, range: shown };
  },

  render({ of: [serial], query }, data) {
    const { gateway: one, samples } = data.read.values;
    const series = seriesOf(data.read);
    const asked = { ...filters(query), from: iso(data.range.from), to: iso(data.range.to) };
    return html`
      <div class="title"><h1>${one?.name ?? serial}</h1>${series ? sign(stateOfFigures(series.series.summary)) : nothing}
        ${one ? html`<span class="muted">${one.name ? serial : nothing}${one.site ? ` · ${one.site}` : nothing} · last test ${ago(one.lastTestAt)}</span>` : nothing}
        ${one && mayOperate() ? html`<button class="quiet rename" @click=${() => rename(one, data.path)}>Rename</button>` : nothing}</div>
      ${unread(data, 'gateway')}
      ${rangeBar(data.range)}
      ${filtered(query)}
      ${unread(data, 'history', 'day', 'week', 'samples')}
      ${!series ? nothing : series.series.summary.tests === 0 ? noTest(one)
        : html`${tiles(series)}
          ${charts(series, data.range, samples?.items.flatMap(dots))}`}
      <div class="halves">
        <section aria-labelledby="urls-title"><h2 id="urls-title">Urls side by side</h2>${unread(data, 'usual')}${part(data, 'strips', (strips) => urlTable(strips, data, query))}</section>
        <section aria-labelledby="codes-title"><h2 id="codes-title">Response codes</h2>${part(data, 'codes', codes)}</section>
      </div>
      <section aria-labelledby="tests-title">
        <div class="bar"><h2 id="tests-title">Tests${data.at ? ' under the point' : ''}</h2>
          ${data.at ? html`<a class="button" href=${but({ at: undefined })}>All of the range</a>` : nothing}
          ${data.at && !series ? nothing : csv('Tests as CSV', `${data.path}/tests`, { ...asked, ...under(query, series?.series), outcome: query.outcome }, `${serial}-tests.csv`)}
          ${csv('History as CSV', `${data.path}/history`, { ...asked, step: series?.series.step }, `${serial}-history.csv`)}</div>
        ${outcomes(query)}
        ${part(data, 'tests', (tests) => testList(tests, data.path))}
      </section>`;
  },
};

function noTest(one) {
  return empty('No test in this range.', !one ? nothing : one.lastTestAt
    ? html`The last one was ${ago(one.lastTestAt)}. <a href=${but({ window: 'P30D', from: undefined, to: undefined })}>Show 30 days</a>`
    : 'This gateway was named by a task, and no test of it has finished yet.');
}

/** There is no usual for fixed ranges, nor for a month. */
const hasUsual = ({ fixed, window }) => !fixed && window !== 'P30D';

/** The step that was picked, as a range. */
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

function urlTable(strips, { range: shown, read: { values: { usual } } }, query) {
  if (strips.items.length === 0) {
    return empty('No url was tested yet.');
  }
  const times = starts(strips);
  const last = WINDOWS[stripWindow(shown.window ?? 'PT24H')];
  const known = new Map(usual?.urls.map((one) => [`${one.protocol} ${one.url}`, one]));
  return html`<table class="list">
    <thead><tr><th scope="col">Url</th><th scope="col" class="number">Success in ${last}</th>${usual ? html`<th scope="col" class="number">p95, against yesterday</th>` : nothing}<th scope="col">${last} of success</th>
      <th scope="col">Mean latency</th><th scope="col">Bad since</th></tr></thead>
    <tbody>${strips.items.map((one) => html`<tr class=${one.url === query.url && one.protocol === query.protocol ? 'chosen' : ''}>
      <th scope="row"><a href=${but({ url: one.url, protocol: one.protocol, at: undefined })}>${one.url}</a> <small>${one.protocol}
        · <a href=${to('url', [one.protocol, one.url], { window: here().query.window })}>on all gateways</a></small></th>
      <td class="number">${percent(overall(one))}</td>
      ${usual ? html`<td class="number">${against(known.get(`${one.protocol} ${one.url}`))}</td>` : nothing}
      <td>${strip(one)}</td>
      <td class="with-number">${sparkline(one.averageLatencyMilliseconds, 'Mean latency by step')} <span>${millis(lastOf(one.averageLatencyMilliseconds))}</span></td>
      <td class="since">${since(badSince(one, times, Date.parse(strips.to)))}</td></tr>`)}</tbody>
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

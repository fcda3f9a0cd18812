// A history as charts: success and latency over time, with the day and the week before behind them.
import { html } from '../webjars/lit-html/lit-html.js';
import './chart.js';
import { but, go } from './address.js';
import { comparison, get } from './api.js';
import { bytes, change, count, millis, percent, stateOfFigures } from './figures.js';
import { tile, zoom } from './parts.js';
import { DAY, exact, iso, stepMillis } from './time.js';

const EARLIER = { day: { name: 'Yesterday', millis: DAY, dash: [8, 5] }, week: { name: 'Last week', millis: 7 * DAY, dash: [2, 4] } };

/** The calls for the range, and for the same a day and a week before in the same steps, as parts of a view. */
export function historyParts(path, query, range, signal) {
  const history = get(path, { ...query, from: iso(range.from), to: iso(range.to) }, { signal });
  const before = ({ millis: back }) => history.then((series) => comparison(get(path, {
    ...query, step: series.step, from: iso(Date.parse(series.from) - back), to: iso(Date.parse(series.to) - back),
  }, { signal })), () => undefined);
  return {
    history: ['History', history],
    day: ['The comparison with yesterday', before(EARLIER.day)],
    week: ['The comparison with last week', before(EARLIER.week)],
  };
}

/** What those calls gave, or null without the history itself. */
export const seriesOf = ({ values: { history, day, week } }) => history && { series: history, day, week };

const seconds = (text) => Date.parse(text) / 1000;
const figure = (pick) => (series) => series.buckets.map((bucket) => pick(bucket) ?? null);
const rate = figure((bucket) => bucket.successRatePercent);
const latency = (name) => figure((bucket) => bucket.latencyMilliseconds[name]);

/** What was a day or a week before, at the times of today. */
function behind(read, values) {
  const times = read.series.buckets.map((bucket) => Date.parse(bucket.start));
  return Object.entries(EARLIER).filter(([name]) => read[name]?.summary.tests > 0).map(([name, { name: label, millis: back, dash }]) => {
    const then = new Map(read[name].buckets.map((bucket, i) => [Date.parse(bucket.start) + back, values(read[name])[i]]));
    return { label, values: times.map((at) => then.get(at) ?? null), colour: 'muted', dash, width: 1.5 };
  });
}

/** In seconds, the middle of what is shown of each step: that of the whole may lie beyond the end, where nothing is drawn. */
export function middles({ buckets, step }, range) {
  const [from, to] = [range.from / 1000, range.to / 1000];
  return buckets.map(({ start }) => {
    const begin = seconds(start);
    return (Math.max(begin, from) + Math.max(from, Math.min(begin + stepMillis(step) / 1000, to))) / 2;
  });
}

function shared({ series }, range) {
  const { buckets } = series;
  const [times, from, to] = [middles(series, range), range.from / 1000, range.to / 1000];
  return { times, from, to, onZoom: zoom, onPick: (at) => go(but({ at: iso(Date.parse(buckets[times.indexOf(at)].start)) })) };
}

export function charts(read, range, samples = []) {
  const base = shared(read, range);
  const success = {
    ...base, unit: (value) => `${Math.round(value * 10) / 10} %`, max: 105,
    lines: [...behind(read, rate), { label: 'Success', values: rate(read.series), colour: 'accent', fill: true, points: true }],
  };
  const median = { label: 'Median', values: latency('p50')(read.series), colour: 'accent', points: true };
  const time = {
    ...base, unit: millis, samples, bands: [],
    lines: [
      { label: 'Max', values: latency('max')(read.series), colour: 'band', width: 1 },
      { label: 'Min', values: latency('min')(read.series), colour: 'band', width: 1 },
      ...behind(read, latency('p50')),
      { label: 'p95', values: latency('p95')(read.series), colour: 'degraded', dash: [10, 3] },
      median,
    ],
  };
  time.bands = [[1, 2]];
  return html`
    <figure><figcaption><h2>Success rate</h2></figcaption><time-chart .spec=${success} role="img" aria-label=${inWords(read.series, 'success')}></time-chart></figure>
    <figure><figcaption><h2>Latency</h2> <small>${samples.length ? `every response as a dot; ` : ''}band from least to most${read.series.approximate ? '; percentiles within 5 %' : ''}</small></figcaption>
      <time-chart .spec=${time} role="img" aria-label=${inWords(read.series, 'latency')}></time-chart></figure>
    <p class="hint">Drag over a chart to zoom in; click a point for its tests.</p>`;
}

function inWords({ summary, from, to }, what) {
  const range = `from ${exact(Date.parse(from))} to ${exact(Date.parse(to))}`;
  const { p50, p95, max } = summary.latencyMilliseconds;
  return what === 'success'
    ? `Success rate ${range}: ${percent(summary.successRatePercent)} on average`
    : `Latency ${range}: median ${millis(p50)}, 95th percentile ${millis(p95)}, at most ${millis(max)}`;
}

/** The summary beside those of the day and the week before. */
export function tiles({ series, day, week }) {
  const now = series.summary;
  const against = (pick, unit, betterUp) => html`${[[day, 'yesterday'], [week, 'last week']].filter(([other]) => other?.summary.tests > 0)
    .map(([other, name]) => html`<span>${change(pick(now), pick(other.summary), unit, betterUp)} <small>${name}</small></span>`)}`;
  const of = (name) => (summary) => summary.latencyMilliseconds[name];
  return html`<dl class="totals">
    ${tile(html`Success rate`, percent(now.successRatePercent), against((s) => s.successRatePercent, (v) => `${Math.round(v * 10) / 10} pp`, true), stateOfFigures(now))}
    ${tile('Median', millis(of('p50')(now)), against(of('p50'), millis, false))}
    ${tile('p95', millis(of('p95')(now)), against(of('p95'), millis, false))}
    ${tile('Tests', count(now.tests), html`<span>${count(now.failedTests)} failed, ${count(now.partialTests)} partial</span>`)}
    ${tile('Answers', now.requestsSent ? percent((100 * now.responsesReceived) / now.requestsSent) : '–', html`<span>${count(now.responsesReceived)} of ${count(now.requestsSent)} requests</span>`)}
    ${tile('Download', bytes(now.downloadRateBytesPerSecond, '/s'), html`<span>${bytes(now.responseBytes)} in all</span>`)}
  </dl>`;
}

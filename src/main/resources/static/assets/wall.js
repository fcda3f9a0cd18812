// For a screen that many look at from afar: the verdict, all gateways at once, and the worst of them in large letters.
import { html, nothing, svg } from '../webjars/lit-html/lit-html.js';
import { to } from './address.js';
import { failing, readFleet } from './fleet.js';
import { RANK, STATES, millis, percent, sign, stateOfFigures } from './figures.js';
import { empty, unread, windows } from './parts.js';
import { since, strip } from './strips.js';
import { windowOf } from './time.js';
import { totals } from './summary.js';
import { banner } from './verdict.js';

const WORST = 14;
const URLS = 4;

export const wall = {
  what: 'the fleet',
  every: 30_000,
  title: (route, data) => (data && failing(data) ? `${failing(data)} failing` : 'Wall'),
  key: ({ query }) => `fleet ${windowOf(query)}`,
  same: (route, key) => key?.startsWith('fleet'),
  load: readFleet,
  render(route, data) {
    if (data.gateways?.length === 0) {
      return empty('No gateway has been met yet.');
    }
    const bad = data.gateways?.filter((one) => one.state === 'failing' || one.state === 'degraded');
    return html`
      <h1 class="hidden">Wall</h1>
      ${banner(data)}
      ${totals(data)}
      <div class="halves">
        <section aria-labelledby="worst"><h2 id="worst">Worst now</h2>${unread(data, 'gateways', 'strips')}
          ${!bad ? nothing : bad.length ? worst(bad, data) : empty('None is bad.', 'All that were tested reach what they test.')}</section>
        <section aria-labelledby="all"><h2 id="all">All gateways</h2>${data.gateways ? html`${mosaic(data)}${key()}` : nothing}
          <h2>Urls over all gateways</h2>${data.urls ? worstUrls(data) : nothing}</section>
      </div>
      ${windows(data.window)}`;
  },
};

function worst(bad, data) {
  return html`<ol class="worst">${bad.slice(0, WORST).map((one) => html`<li class=${one.state}>
    ${sign(one.state, '')}
    <a class="row" href=${to('gateways', [one.serialNumber], { window: data.window })}>${one.name ?? one.serialNumber}<small>${one.site ?? one.serialNumber}</small></a>
    <b>${percent(one.rate)}</b><span class="p95">${millis(one.p95)}</span>
    ${strip(one.strip)}<span class="since">${since(one.since)}</span></li>`)}</ol>
    ${bad.length > WORST ? html`<p><a href=${to('fleet', [], { window: data.window })}>and ${bad.length - WORST} more</a></p>` : nothing}`;
}

function worstUrls(data) {
  const urls = data.urls.map((one) => ({ ...one, state: stateOfFigures(one.figures) }))
    .sort((a, b) => RANK.indexOf(a.state) - RANK.indexOf(b.state) || a.figures.successRatePercent - b.figures.successRatePercent);
  return html`<ol class="worst urls">${urls.slice(0, URLS).map((one) => html`<li class=${one.state}>${sign(one.state, '')}
    <a class="row" href=${to('url', [one.protocol, one.url], { window: data.window })}>${one.url}<small>${one.protocol}</small></a>
    <b>${percent(one.figures.successRatePercent)}</b><span class="p95">${millis(one.figures.latencyMilliseconds.p95)}</span></li>`)}</ol>`;
}

/** One mark a gateway, worst first; the smaller the more there are. Bad ones are squares and triangles, so they stand out. */
function mosaic(data) {
  const across = Math.max(8, Math.ceil(Math.sqrt(data.gateways.length * 1.7)));
  const down = Math.ceil(data.gateways.length / across);
  const shapes = {
    failing: (x, y) => `M${x + 0.08} ${y + 0.08}h.84v.84h-.84z`,
    degraded: (x, y) => `M${x + 0.5} ${y + 0.08}L${x + 0.95} ${y + 0.9}H${x + 0.05}z`,
    silent: (x, y) => `M${x + 0.3} ${y + 0.45}h.4v.1h-.4z`,
    ok: (x, y) => `M${x + 0.3} ${y + 0.3}h.4v.4h-.4z`,
  };
  const paths = { failing: '', degraded: '', silent: '', ok: '' };
  data.gateways.forEach((one, i) => {
    paths[one.state] += shapes[one.state](i % across, Math.floor(i / across));
  });
  const counts = RANK.map((state) => `${data.gateways.filter((one) => one.state === state).length} ${STATES[state].word}`).join(', ');
  return html`<svg class="mosaic" viewBox="0 0 ${across} ${down}" role="img" aria-label=${counts}>${RANK.map((state) => svg`<path class=${state} d=${paths[state]}/>`)}</svg>`;
}

const key = () => html`<p class="key">${RANK.map((state) => sign(state))}</p>`;

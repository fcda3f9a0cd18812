// Is it the gateway, the url or the world? The server judges, by docs/verdicts.md; here it is put into words.
import { html, nothing } from '../webjars/lit-html/lit-html.js';
import { to } from './address.js';
import { count, percent, sign } from './figures.js';
import { unread } from './parts.js';
import { WINDOWS } from './time.js';

const MOST_NAMED = 5;

/** The longest window that verdicts are given for. */
export const verdictWindow = (window) => (['P7D', 'P30D'].includes(window) ? 'PT24H' : window);

function kind({ verdict, urls, gateways }, degraded) {
  if (verdict === 'someFail') {
    return urls.failing > 0 && gateways.failing > 0 ? 'both' : urls.failing > 0 ? 'urls' : gateways.failing > 0 ? 'gateways' : 'pairs';
  }
  return { allFails: 'world', tooFewTests: 'none' }[verdict] ?? (!degraded ? 'noneFails' : degraded.length > 0 ? 'degraded' : 'well');
}

const STATE_OF = { none: 'silent', noneFails: 'silent', well: 'ok', degraded: 'degraded', pairs: 'degraded', gateways: 'failing', urls: 'failing', both: 'failing', world: 'failing' };

const plural = (n, one, many) => (n === 1 ? one : many);
const fail = ({ failing, judged }, one, many) => `${count(failing)} of ${count(judged)} ${plural(judged, one, many)} ${plural(failing, 'fails', 'fail')}`;

function words(found, degraded, window) {
  const { all, urls, gateways, pairs } = found;
  return {
    none: ['Nothing to judge', `Too few tests in the last ${window}. Is anybody starting tests?`],
    well: ['All is well', `In the last ${window} all gateways that were judged reached what they test.`],
    noneFails: ['None fails', `In the last ${window} no gateway and no URL failed. Whether any is degraded is not known.`],
    degraded: [`${count(degraded?.length)} degraded`, 'They lose answers, and none fails.'],
    pairs: ['Single pairs fail', `${fail(pairs, 'pair', 'pairs')} of gateway and url, and neither the gateway nor the url fails as a whole.`],
    gateways: [plural(gateways.failing, 'It is the gateway', 'It is the gateways'), `${fail(gateways, 'gateway', 'gateways')}, whatever they test; elsewhere the same urls answer.`],
    urls: [plural(urls.failing, 'It is the url', 'It is the urls'), `${fail(urls, 'url', 'urls')} on nearly all gateways, and others answer.`],
    both: ['Urls and gateways fail', `${fail(urls, 'url', 'urls')} nearly everywhere, and ${fail(gateways, 'gateway', 'gateways')} at nearly everything.`],
    world: ['It is the world', `${count(all.failingPairs)} of ${count(all.judgedPairs)} pairs of gateway and url fail: look at the way to the internet before any gateway.`],
  }[kind(found, degraded)];
}

/** The degraded are null where the gateways could not be read. */
export function banner(data) {
  return html`${unread(data, 'verdict')}${data.verdict ? judged(data) : nothing}`;
}

function judged({ verdict: found, gateways, window }) {
  const degraded = gateways?.filter((one) => one.state === 'degraded') ?? null;
  const state = STATE_OF[kind(found, degraded)];
  const [title, text] = words(found, degraded, WINDOWS[verdictWindow(window)]);
  return html`<section class="verdict ${state}" aria-label="Verdict">
    ${sign(state, '')}<h2>${title}</h2><p>${text}</p>
    <ul>${culprits(found, degraded, window)}</ul>
  </section>`;
}

function culprits({ urls, gateways, pairs }, degraded, window) {
  const failing = [
    ...urls.items.map((one) => [to('url', [one.protocol, one.url], { window }), one.url, one]),
    ...gateways.items.map((one) => [to('gateways', [one.serialNumber], { window }), one.name ?? one.serialNumber, one]),
    ...pairs.items.map((one) => [to('gateways', [one.serialNumber], { window, url: one.url, protocol: one.protocol }), `${one.name ?? one.serialNumber} at ${one.url}`, one]),
  ];
  const named = failing.length ? failing : (degraded ?? []).map((one) => [to('gateways', [one.serialNumber], { window }), one.name ?? one.serialNumber, one]);
  const more = Math.max(0, named.length - MOST_NAMED) + urls.leftOut + gateways.leftOut + pairs.leftOut;
  return html`${named.slice(0, MOST_NAMED).map(([address, name, { figures }]) => html`<li><a href=${address}>${name}</a> ${percent(figures.successRatePercent)}</li>`)}
    ${more ? html`<li>and ${count(more)} more</li>` : nothing}`;
}

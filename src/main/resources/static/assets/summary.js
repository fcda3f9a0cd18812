// The whole fleet in a few figures.
import { html, nothing } from '../webjars/lit-html/lit-html.js';
import { but, to } from './address.js';
import { RANK, STATES, count, percent, sign } from './figures.js';
import { unread } from './parts.js';
import { WINDOWS } from './time.js';

/** How many are how, as figures and as one bar; each leads to those alone. */
export function totals(data) {
  const { gateways, urls } = data;
  const by = Object.fromEntries(RANK.map((state) => [state, gateways?.filter((one) => one.state === state).length]));
  const sum = (figure) => gateways?.reduce((all, one) => all + one.figures[figure], 0);
  const tests = sum('tests');
  return html`<dl class="totals">
    ${RANK.map((state) => html`<div class="tile ${state} ${by[state] ? '' : 'nought'}"><dt>${sign(state)}</dt>
      <dd><a href=${but({ state })} aria-label="Show ${count(by[state])} ${STATES[state].word}">${count(by[state])}</a></dd></div>`)}
    <div class="tile"><dt>Gateways</dt><dd>${count(gateways?.length)}</dd></div>
    <div class="tile"><dt>Tests in ${WINDOWS[data.window]}</dt><dd>${count(tests)}</dd></div>
    <div class="tile"><dt>Fully successful</dt><dd>${percent(tests ? (100 * sum('successfulTests')) / tests : null)}</dd></div>
    <div class="tile"><dt>Urls</dt><dd><a href=${to('urls', [], { window: data.window })}>${count(urls?.length)}</a></dd></div>
  </dl>
  ${gateways ? bar(by, gateways.length) : nothing}${unread(data, 'urls')}`;
}

function bar(by, all) {
  let x = 0;
  const parts = RANK.filter((state) => by[state]).map((state) => {
    const part = { state, x, width: (1000 * by[state]) / all };
    x += part.width;
    return part;
  });
  const d = (state) => parts.filter((part) => part.state === state).map((part) => `M${part.x} 0h${Math.max(2, part.width - 2)}v8H${part.x}z`).join('');
  return html`<svg class="shares" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">
    <path class="failing" d=${d('failing')}/><path class="degraded" d=${d('degraded')}/><path class="silent" d=${d('silent')}/><path class="ok" d=${d('ok')}/>
  </svg>`;
}
